using System.Globalization;
using Approvals.Readers.Notices;

namespace Approvals.Web.Features.Conversion;

/// <summary>Reads a notice of whatever format: what the reader does not open by itself is converted first.</summary>
public sealed class NoticeOpening(ConversionLimits limits) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(limits.AtOnce, limits.AtOnce);

    /// <exception cref="NoticeRefusedException">It is no notice, cannot be read or cannot be converted.</exception>
    public async Task<NoticeDraft> ReadAsync(
        byte[] content, string fileName, ReadOptions options, CancellationToken cancellation)
    {
        var format = NoticeFormats.Of(content);
        if (format == NoticeFormat.Native || content.Length > options.MaxBytes)
        {
            using var stream = new MemoryStream(content, writable: false);
            return NoticeReader.Read(stream, fileName, options);
        }

        if (format == NoticeFormat.Locked)
        {
            throw new NoticeRefusedException(RefusedFile.UnreadFormat, Texts.Conversions.Locked);
        }

        await _turns.WaitAsync(cancellation);
        var folder = Directory.CreateTempSubdirectory("approvals-conversion-").FullName;
        try
        {
            return format == NoticeFormat.Pdf
                ? await ReadPagesAsync(content, folder, options, cancellation)
                : await ReadOfficeAsync(content, format, folder, options, cancellation);
        }
        finally
        {
            _turns.Release();
            Remove(folder);
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task<NoticeDraft> ReadPagesAsync(
        byte[] content, string folder, ReadOptions options, CancellationToken cancellation)
    {
        var (from, to) = (Path.Combine(folder, "in.pdf"), Path.Combine(folder, "out.html"));
        await File.WriteAllBytesAsync(from, content, cancellation);
        var end = await LimitedProgram.RunAsync(
            limits.PdfToText,
            ["-q", "-bbox-layout", "-enc", "UTF-8", "-l", limits.MostPages.ToString(CultureInfo.InvariantCulture), from, to],
            folder, limits, cancellation);
        Check(end, to, " .pdf ");
        await using var pages = File.OpenRead(to);
        return NoticeReader.ReadPages(pages, options);
    }

    private async Task<NoticeDraft> ReadOfficeAsync(
        byte[] content, NoticeFormat format, string folder, ReadOptions options, CancellationToken cancellation)
    {
        var target = format is NoticeFormat.Xls or NoticeFormat.Ods ? "xlsx" : "docx";
        var extension = format.ToString().ToLowerInvariant();
        var from = Path.Combine(folder, $"in.{extension}");
        await File.WriteAllBytesAsync(from, content, cancellation);
        var end = await LimitedProgram.RunAsync(
            limits.Office,
            [
                $"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nolockcheck",
                "--convert-to", target, "--outdir", Path.Combine(folder, "out"), from,
            ],
            folder, limits, cancellation);
        var to = Path.Combine(folder, "out", $"in.{target}");
        Check(end, to, $" .{extension} ");
        await using var converted = File.OpenRead(to);
        return NoticeReader.Read(converted, $"in.{target}", options);
    }

    private static void Check(ProgramEnd end, string output, string format)
    {
        var sentence = end switch
        {
            ProgramEnd.Missing => Texts.Conversions.Missing(format),
            ProgramEnd.TooLate => Texts.Conversions.TooLate(format),
            ProgramEnd.Badly => Texts.Conversions.Failed(format),
            _ => File.Exists(output) ? null : Texts.Conversions.Failed(format),
        };
        if (sentence is not null)
        {
            throw new NoticeRefusedException(
                end == ProgramEnd.Missing ? RefusedFile.UnreadFormat : RefusedFile.Damaged, sentence);
        }
    }

    /// <summary>What a killed program still held goes with the machine's temporary files.</summary>
    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
