using System.Globalization;
using Approvals.Readers.Notices;
using Approvals.Readers.Screening;
using Microsoft.Extensions.Logging.Abstractions;

namespace Approvals.Web.Features.Conversion;

/// <summary>Reads a notice of whatever format: what the reader does not open by itself is converted first.</summary>
public sealed class NoticeOpening(ConversionLimits limits, ILogger<NoticeOpening>? log = null) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(limits.AtOnce, limits.AtOnce);
    private readonly ConvertedFiles _converted = new();
    private readonly ILogger _log = log ?? NullLogger<NoticeOpening>.Instance;
    private readonly ConvertedFiles _texts = new();

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

        return Read(
            await ConvertedAsync(
                content,
                folder => format == NoticeFormat.Pdf ? PagesAsync(content, folder, "-bbox-layout", cancellation)
                    : OfficeAsync(content, format, folder, cancellation),
                _converted, cancellation),
            format, options);
    }

    /// <summary>What a file of whatever format holds that may not come in as it is; nothing of one without text, as pictures are.</summary>
    /// <exception cref="NoticeRefusedException">It is damaged, locked, or cannot be converted.</exception>
    public async Task<Screened> ScreenAsync(byte[] content, CancellationToken cancellation) => NoticeFormats.Of(content) switch
    {
        NoticeFormat.Native or NoticeFormat.Odt or NoticeFormat.Ods => FileScreen.Look(content),
        NoticeFormat.Locked => throw new NoticeRefusedException(RefusedFile.UnreadFormat, Texts.Conversions.Locked),
        NoticeFormat.Pdf => FileScreen.Look(await ConvertedAsync(
            content, folder => PagesAsync(content, folder, "-layout", cancellation), _texts, cancellation)),
        var format => FileScreen.Look(await ConvertedAsync(
            content, folder => OfficeAsync(content, format, folder, cancellation), _converted, cancellation)),
    };

    private async Task<byte[]> ConvertedAsync(
        byte[] content, Func<string, Task<byte[]>> convert, ConvertedFiles kept, CancellationToken cancellation)
    {
        if (kept.Find(content) is { } known)
        {
            return known;
        }

        await _turns.WaitAsync(cancellation);
        var folder = Directory.CreateTempSubdirectory("approvals-conversion-").FullName;
        try
        {
            var converted = await convert(folder);
            kept.Keep(content, converted);
            return converted;
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

    private async Task<byte[]> PagesAsync(byte[] content, string folder, string layout, CancellationToken cancellation)
    {
        var (from, to) = (Path.Combine(folder, "in.pdf"), Path.Combine(folder, "out.html"));
        await File.WriteAllBytesAsync(from, content, cancellation);
        var end = await LimitedProgram.RunAsync(
            limits.PdfToText,
            ["-q", layout, "-enc", "UTF-8", "-l", limits.MostPages.ToString(CultureInfo.InvariantCulture), from, to],
            folder, limits, _log, cancellation);
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
            folder, limits, _log, cancellation);
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
