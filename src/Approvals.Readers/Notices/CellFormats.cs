using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Approvals.Readers.Notices;

/// <summary>
/// How a sheet shows its numbers: days, percentages, decimals and the words around them. A day is always written out with its
/// year, since the sheet knows it though it may not show it.
/// </summary>
internal sealed partial class CellFormats
{
    /// <summary>Days by the serial number that spreadsheets share; 1900 counts a 29 February that never was.</summary>
    private static readonly DateTime _dayZero = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    private readonly ImmutableArray<string> _codes;

    private CellFormats(ImmutableArray<string> codes) => _codes = codes;

    public static CellFormats Read(ZippedXml zip)
    {
        var named = new Dictionary<int, string>();
        var codes = ImmutableArray.CreateBuilder<string>();
        var inCells = false;
        using var xml = zip.Open("xl/styles.xml");
        while (xml is not null && ZippedXml.Step(xml))
        {
            if (xml is { LocalName: "cellXfs", IsEmptyElement: false })
            {
                inCells = xml.NodeType == XmlNodeType.Element;
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "numFmt" })
            {
                named[Id(xml)] = xml.GetAttribute("formatCode") ?? "";
            }
            else if (inCells && xml is { NodeType: XmlNodeType.Element, LocalName: "xf" })
            {
                var id = Id(xml);
                codes.Add(named.GetValueOrDefault(id) ?? Known(id));
            }
        }

        return new(codes.ToImmutable());
    }

    public static string Day(DateTime day, bool withTime) => string.Create(
        CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日{(withTime ? $" {day:HH:mm}" : "")}");

    public string Show(double number, int style, bool from1904)
    {
        var code = Plain(style < _codes.Length ? _codes[style] : "");
        var bare = Quoted().Replace(code, "");
        return bare.Any(c => c is 'y' or 'd' or 'h' or 'e') || bare.Contains('m', StringComparison.Ordinal)
            ? ShowTime(number, bare, from1904) ?? General(number)
            : ShowNumber(number, code, bare);
    }

    /// <summary>The formats that a file may use without naming them, Chinese days and times among them.</summary>
    private static string Known(int id) => id switch
    {
        1 => "0",
        2 => "0.00",
        3 or 37 or 38 => "#,##0",
        4 or 39 or 40 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14 or 15 or 30 or 31 => "yyyy/m/d",
        16 or 28 or 29 or 51 or 53 or 54 or 58 => "m/d",
        17 or 27 or 36 or 50 or 52 or 57 => "yyyy/m",
        22 => "yyyy/m/d h:mm",
        (>= 18 and <= 21) or (>= 32 and <= 35) or (>= 45 and <= 47) or 55 or 56 => "h:mm",
        _ => "",
    };

    /// <summary>The first section, without colours, conditions, locales and blanks to align by.</summary>
    private static string Plain(string code)
    {
        var section = code.Split(';')[0];
        return Aside().Replace(section, "").Replace("General", "", StringComparison.OrdinalIgnoreCase)
            .Replace("G/通用格式", "", StringComparison.Ordinal).ToLowerInvariant();
    }

    private static string? ShowTime(double number, string code, bool from1904)
    {
        var days = number + (from1904 ? 1462 : 0);
        if (days is < 0 or >= 2_958_466)
        {
            return null;
        }

        var at = _dayZero.AddSeconds(Math.Round(days * 86_400));
        var hasTime = code.Contains('h', StringComparison.Ordinal);
        return code.Any(c => c is 'd') ? Day(at, hasTime)
            : code.Any(c => c is 'y' or 'e') ? string.Create(CultureInfo.InvariantCulture, $"{at.Year}年{at.Month}月")
            : hasTime ? at.ToString("HH:mm", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{at.Month}月");
    }

    private static string ShowNumber(double number, string code, string bare)
    {
        if (Digits().Match(bare) is not { Length: > 0 } digits)
        {
            return General(number);
        }

        var percent = bare.Contains('%', StringComparison.Ordinal);
        var places = digits.Value.Split('.') is [_, { } after] ? Math.Min(after.Length, 10) : 0;
        var shown = (percent ? number * 100 : number).ToString(
            (digits.Value.Contains(',', StringComparison.Ordinal) ? "N" : "F") + places, CultureInfo.InvariantCulture);
        var at = Digits().Match(code);
        return string.Concat(Words(code[..at.Index]), shown, Words(code[(at.Index + at.Length)..]));
    }

    /// <summary>What stands around the digits: quoted words, signs, the percent sign.</summary>
    private static string Words(string code) => code.Replace("\"", "", StringComparison.Ordinal).Trim();

    /// <summary>Without the last digits that binary fractions add.</summary>
    private static string General(double number) => number.ToString("G12", CultureInfo.InvariantCulture) is var shown
        && shown.Contains('E', StringComparison.Ordinal) && Math.Abs(number) is >= 1 and < 1e20
        ? number.ToString("F0", CultureInfo.InvariantCulture) : shown;

    private static int Id(XmlReader xml) => int.TryParse(
        xml.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    [GeneratedRegex(@"\[[^\]]*\]|[_*].|\\(?=.)|@")]
    private static partial Regex Aside();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"[#0?][#0?,]*(?:\.[0#?]+)?")]
    private static partial Regex Digits();
}
