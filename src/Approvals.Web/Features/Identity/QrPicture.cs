using System.Text;
using QRCoder;

namespace Approvals.Web.Features.Identity;

/// <summary>A QR code as one path of an SVG: no script, no picture file, nothing leaves the house.</summary>
/// <param name="Size">Modules of a side, with the quiet margin that readers need.</param>
/// <param name="Path">The dark ones, for the attribute d.</param>
public sealed record QrPicture(int Size, string Path)
{
    public static QrPicture Of(string text)
    {
        using var maker = new QRCodeGenerator();
        using var made = maker.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < made.ModuleMatrix.Count; y++)
        {
            var row = made.ModuleMatrix[y];
            for (var x = 0; x < row.Length;)
            {
                var end = x;
                while (end < row.Length && row[end])
                {
                    end++;
                }

                if (end > x)
                {
                    path.Append($"M{x} {y}h{end - x}v1h-{end - x}z");
                }

                x = Math.Max(end, x + 1);
            }
        }

        return new QrPicture(made.ModuleMatrix.Count, path.ToString());
    }
}
