using System.Globalization;
using Approvals.Readers.Notices;
using Microsoft.Extensions.Logging.Abstractions;

namespace Approvals.Web.Features.Conversion;

/// <summary>Reads a notice of whatever format: what the reader does not open by itself is converted first.</summary>
public sealed class NoticeOpening(ConversionLimits limits, ILogger<NoticeOpening>? log = null) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(limits.AtOnce, limits.AtOnce);
    private readonly ConvertedFiles _converted = new();
    private readonly ILogger _log = log ?? NullLogger<NoticeOpening>.Instance;

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

        if (_converted.Find(content) is { } known)
        {
            return Read(known, format, options);
        }

        await _turns.WaitAsync(cancellation);
        var folder = Directory.CreateTempSubdirectory("approvals-conversion-").FullName;
        try
        {
            var converted = format == NoticeFormat.Pdf
                ? await PagesAsync(content, folder, cancellation)
                : await OfficeAsync(content, format, folder, cancellation);
            var draft = Read(converted, format, options);
            _converted.Keep(content, converted);
            return draft;
        }
        finally
        {
            _turns.Release();
            Remove(folder);
        }
    }

    public void Dispose() => _turns.Dispose();

    private static NoticeDraft Read(byte[] converted, NoticeFormat format, ReadOptions options)
    {
        using var stream = new MemoryStream(converted, writable: false);
        return format == NoticeFormat.Pdf ? NoticeReader.ReadPages(stream, options)
            : NoticeReader.Read(stream, $"in.{TargetOf(format)}", options);
    }

    private async Task<byte[]> PagesAsync(byte[] content, string folder, CancellationToken cancellation)
    {
        var (from, to) = (Path.Combine(folder, "in.pdf"), Path.Combine(folder, "out.html"));
        await File.WriteAllBytesAsync(from, content, cancellation);
        var end = await LimitedProgram.RunAsync(
            limits.PdfToText,
            ["-q", "-bbox-layout", "-enc", "UTF-8", "-l", limits.MostPages.ToString(CultureInfo.InvariantCulture), from, to],
            folder, limits, cancellation);
        return await OutputAsync(end, to, NoticeFormat.Pdf, cancellation);
    }

    private async Task<byte[]> OfficeAsync(byte[] content, NoticeFormat format, string folder, CancellationToken cancellation)
    {
        var target = TargetOf(format);
        var from = Path.Combine(folder, $"in.{Named(format)}");
        await File.WriteAllBytesAsync(from, content, cancellation);
        var end = await LimitedProgram.RunAsync(
            limits.Office,
            [
                $"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nolockcheck",
                "--convert-to", target, "--outdir", Path.Combine(folder, "out"), from,
            ],
            folder, limits, cancellation);
        return await OutputAsync(end, Path.Combine(folder, "out", $"in.{target}"), format, cancellation);
    }

    private static string TargetOf(NoticeFormat format) => format is NoticeFormat.Xls or NoticeFormat.Ods ? "xlsx" : "docx";

    private static string Named(NoticeFormat format) => format.ToString().ToLowerInvariant();

    private static async Task<byte[]> OutputAsync(
        ProgramEnd end, string output, NoticeFormat format, CancellationToken cancellation)
    {
        var (name, target) = ($" .{Named(format)} ", $" .{TargetOf(format)} ");
        var sentence = end switch
        {
            ProgramEnd.Missing => Texts.Conversions.Missing(name, target),
            ProgramEnd.TooLate => Texts.Conversions.TooLate(name, target),
            ProgramEnd.Badly => Texts.Conversions.Failed(name, target),
            _ => File.Exists(output) ? null : Texts.Conversions.Failed(name, target),
        };
        return sentence is null ? await File.ReadAllBytesAsync(output, cancellation)
            : throw new NoticeRefusedException(end == ProgramEnd.Missing ? RefusedFile.UnreadFormat : RefusedFile.Damaged, sentence);
    }

    /// <summary>What a killed program still held goes with the machine's temporary files.</summary>
    private void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file has been read all the same; but notices must not gather where nobody looks.
            Log.FolderStays(_log, folder, e);
        }
    }
}
