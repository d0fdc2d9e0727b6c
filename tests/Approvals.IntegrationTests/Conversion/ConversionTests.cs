using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Approvals.IntegrationTests.Postgres;
using Approvals.Readers.Calendars;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Conversion;

namespace Approvals.IntegrationTests.Conversion;

/// <summary>What the reader does not open by itself, through the real converters.</summary>
public sealed class ConversionTests(ConversionTests.Converters converters) : IClassFixture<ConversionTests.Converters>
{
    private static readonly ReadOptions _options = new(
        CalendarReader.ReadAll(
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "calendars"), "*.yaml")
            .Select(f => (Path.GetFileName(f), File.ReadAllText(f)))));

    /// <summary>What our own process may take for one file, beside the converter's time.</summary>
    private static readonly TimeSpan _ours = TimeSpan.FromSeconds(10);

    private readonly NoticeOpening _opening = converters.Opening;

    [Theory]
    [InlineData("sx-tcm-2021-18.txt")]
    [InlineData("sx-tcm-2021-18.doc")]
    [InlineData("sx-tcm-2021-18.odt")]
    [InlineData("sx-tcm-2021-18.pdf")]
    public async Task Each_file_of_the_sample_reads_like_the_docx(string name) =>
        Reading(await ReadAsync(name)).ShouldBe(Reading(await ReadAsync("sx-tcm-2021-18.docx")));

    [Fact]
    public async Task A_file_is_known_by_what_it_holds_whatever_it_is_called()
    {
        var doc = await _opening.ReadAsync(Sample("sx-tcm-2021-18.doc"), "18.wps", _options, CancellationToken.None);
        Reading(doc).ShouldBe(Reading(await ReadAsync("sx-tcm-2021-18.docx")));
    }

    [Fact]
    public async Task A_workbook_of_another_program_reads_like_the_xlsx_and_is_converted_once()
    {
        var (name, called) = ("sx-tcm-2021-18-annex.ods", "附件.xlsx");
        var converted = await _opening.ReadAsync(Sample(name), called, _options, CancellationToken.None);
        Reading(converted).ShouldBe(Reading(await ReadAsync("sx-tcm-2021-18-annex.xlsx")));

        using var patience = new CancellationTokenSource();
        await patience.CancelAsync();
        Reading(await _opening.ReadAsync(Sample(name), called, _options, patience.Token)).ShouldBe(Reading(converted));
    }

    [Fact]
    public void Lists_that_programs_write_as_xml_and_call_xls_are_workbooks() => NoticeFormats.Of(Encoding.UTF8.GetBytes("""
        <?xml version="1.0"?>
        <?mso-application progid="Excel.Sheet"?>
        <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>
        """)).ShouldBe(NoticeFormat.Xls);

    [Fact]
    public async Task Rich_text_is_converted()
    {
        var text = string.Concat(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples/sx-tcm-2021-18.txt"))
            .Select(c => c == '\n' ? "\\par\n" : c == '\t' ? "\\tab " : c < 128 ? c.ToString() : $"\\u{(short)c}?"));
        var draft = await _opening.ReadAsync(
            Encoding.ASCII.GetBytes($"{{\\rtf1\\ansi {text}}}"), "18.rtf", _options, CancellationToken.None);
        draft.Number.ShouldBe("绍市中医党〔2021〕18号");
        draft.Items.Length.ShouldBe(10);
    }

    [Theory]
    [InlineData("sx-tcm-2021-18.doc")]
    [InlineData("sx-tcm-2021-18.pdf")]
    public async Task Without_its_converter_it_is_refused_in_one_sentence(string name)
    {
        using var opening = new NoticeOpening(new() { Office = "no-such-office", PdfToText = "/no/such/program" });
        var refused = await Should.ThrowAsync<NoticeRefusedException>(
            () => opening.ReadAsync(Sample(name), name, _options, CancellationToken.None));
        refused.Reason.ShouldBe(RefusedFile.UnreadFormat);
        OneSentence(refused);
    }

    [Theory]
    [InlineData("setsid")]
    [InlineData("prlimit")]
    public async Task Without_what_bounds_a_converter_none_is_run_and_that_is_told_as_a_missing_program(string missing)
    {
        var folder = TestCluster.NewFolder();
        foreach (var program in new[] { "setsid", "prlimit", "pdftotext" }.Except([missing]))
        {
            File.CreateSymbolicLink(Path.Combine(folder, program), $"/usr/bin/{program}");
        }

        using var opening = new NoticeOpening(new() { SearchPath = folder });
        var refused = await Should.ThrowAsync<NoticeRefusedException>(
            () => opening.ReadAsync(Sample("sx-tcm-2021-18.pdf"), "18.pdf", _options, CancellationToken.None));
        refused.Reason.ShouldBe(RefusedFile.UnreadFormat);
        OneSentence(refused);

        File.CreateSymbolicLink(Path.Combine(folder, missing), $"/usr/bin/{missing}");
        Reading(await opening.ReadAsync(Sample("sx-tcm-2021-18.pdf"), "18.pdf", _options, CancellationToken.None)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_converter_that_hangs_is_ended_with_all_that_it_started()
    {
        var folder = TestCluster.NewFolder();
        var (program, child) = (Path.Combine(folder, "hangs"), Path.Combine(folder, "child"));
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nsleep 600 &\necho $! > {child}\nwait\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        using var opening = new NoticeOpening(new() { PdfToText = program, Time = TimeSpan.FromSeconds(5) });
        var clock = Stopwatch.StartNew();

        var refused = await Should.ThrowAsync<NoticeRefusedException>(
            () => opening.ReadAsync(Sample("sx-tcm-2021-18.pdf"), "18.pdf", _options, CancellationToken.None));

        OneSentence(refused);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2), "it was ended, and not waited for");
        var started = int.Parse(await File.ReadAllTextAsync(child), CultureInfo.InvariantCulture);
        await Until.TrueAsync(() => Task.FromResult(Ended(started)), () => $"{started} still runs");
    }

    /// <summary>Who was killed ends when he next comes to a processor, and waits as a zombie for whoever inherited him.</summary>
    private static bool Ended(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Contains(") Z ");
        }
        catch (IOException)
        {
            return true;
        }
    }

    [Fact]
    public async Task A_file_with_a_password_is_refused_in_one_sentence()
    {
        byte[] locked = [0xD0, 0xCF, 0x11, 0xE0, .. new byte[512], .. Encoding.Unicode.GetBytes("EncryptedPackage")];
        OneSentence(await Should.ThrowAsync<NoticeRefusedException>(
            () => _opening.ReadAsync(locked, "locked.docx", _options, CancellationToken.None)));
    }

    [Fact]
    [Trait("Part", "readers")]
    public async Task Damaged_files_are_converted_and_read_or_refused_and_nothing_else()
    {
        var seed = LongRun.Of("readers") ? Environment.TickCount : 20211119;
        var random = new Random(seed);
        string[] names = ["sx-tcm-2021-18.doc", "sx-tcm-2021-18.odt", "sx-tcm-2021-18.pdf"];
        for (var round = 0; round < (LongRun.Of("readers") ? 200 : 3); round++)
        {
            var name = names[round % names.Length];
            var (mutant, what) = (Mutate(Sample(name), random), $"seed {seed}, round {round}, {name}");
            var clock = Stopwatch.StartNew();
            var converted = await IsConvertedAsync(mutant, name, what);
            clock.Elapsed.ShouldBeLessThan(new ConversionLimits().Time + _ours, what);
            if (converted)
            {
                // What was converted is kept: this time nothing but our own reading is waited for.
                clock.Restart();
                await IsConvertedAsync(mutant, name, what);
                clock.Elapsed.ShouldBeLessThan(_ours, what);
            }
        }
    }

    /// <returns>False where the converter made nothing of it.</returns>
    private async Task<bool> IsConvertedAsync(byte[] mutant, string name, string what)
    {
        try
        {
            await _opening.ReadAsync(mutant, name, _options, CancellationToken.None);
            return true;
        }
        catch (NoticeRefusedException refused)
        {
            OneSentence(refused);
            return refused.Reason is not (RefusedFile.Damaged or RefusedFile.UnreadFormat);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(what, e);
        }
    }

    [Fact]
    [Trait("Part", "readers")]
    public async Task Damaged_words_and_places_of_a_page_are_read_or_refused_and_nothing_else()
    {
        var pages = Path.Combine(TestCluster.NewFolder(), "pages.xml");
        using (var convert = Process.Start("pdftotext",
            ["-q", "-bbox-layout", "-enc", "UTF-8", Path.Combine(AppContext.BaseDirectory, "samples/sx-tcm-2021-18.pdf"), pages]))
        {
            await convert.WaitForExitAsync();
        }

        var whole = await File.ReadAllTextAsync(pages);
        var seed = LongRun.Of("readers") ? Environment.TickCount : 20211120;
        var random = new Random(seed);
        for (var round = 0; round < LongRun.Times("readers", 60, 3_000); round++)
        {
            var mutant = MutatePages(whole, random);
            var clock = Stopwatch.StartNew();
            try
            {
                NoticeReader.ReadPages(new MemoryStream(Encoding.UTF8.GetBytes(mutant)), _options);
            }
            catch (NoticeRefusedException refused)
            {
                OneSentence(refused);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}", e);
            }

            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10), $"seed {seed}, round {round}");
        }
    }

    /// <summary>Cut off, spliced, or a place that no page has.</summary>
    private static string MutatePages(string pages, Random random)
    {
        var (from, to) = (random.Next(pages.Length), random.Next(pages.Length));
        string[] strange = ["NaN", "1E308", "-1", "99999999999999999999", "", "\u202E", "<word>", "</page>", "0", "甲乙丙丁甲乙丙丁"];
        switch (random.Next(4))
        {
            case 0:
                return pages[..from];
            case 1:
                return pages[..from] + pages[to..];
            case 2:
                return pages.Insert(from, strange[random.Next(strange.Length)]);
            default:
                var attributes = Regex.Matches(pages, "(?:xMin|yMin|xMax|yMax|width|height)=\"([^\"]*)\"");
                var hit = attributes[random.Next(attributes.Count)].Groups[1];
                return pages[..hit.Index] + strange[random.Next(strange.Length)].Replace("<", "&lt;") + pages[(hit.Index + hit.Length)..];
        }
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        switch (random.Next(3))
        {
            case 0:
                return bytes[..random.Next(64, bytes.Length)];
            case 1:
                for (var i = 0; i < 30; i++)
                {
                    bytes[random.Next(16, bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
            default:
                var (from, to) = (random.Next(64, bytes.Length), random.Next(64, bytes.Length));
                return [.. bytes[..from], .. bytes[to..]];
        }
    }

    private Task<NoticeDraft> ReadAsync(string name) => _opening.ReadAsync(Sample(name), name, _options, CancellationToken.None);

    private static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", name));

    private static void OneSentence(NoticeRefusedException refused)
    {
        refused.Message.ShouldEndWith("。");
        refused.Message.Count(c => c == '。').ShouldBe(1);
    }

    /// <summary>All that was read, without its places.</summary>
    private static string Reading(NoticeDraft draft) => string.Join('\n',
    [
        $"{draft.Number}|{draft.Issuer}|{draft.Title}|{string.Join(',', draft.Addressees)}|{draft.IssuedOn}|{draft.PrintedOn}",
        $"{string.Join(',', draft.Cc)}|{draft.PlanTitle}|{string.Join(',', draft.Annexes)}",
        .. draft.Items.Select(i => $"{i.No}|{i.Title}|{i.Plan}|{string.Join(',', i.Leaders)}|{string.Join(',', i.Departments)}|"
            + $"{i.DeadlineText}|{i.Due}|{i.MustConfirm}|{i.Recurrence}|"
            + string.Join(';', i.Points.Select(p => $"{p.Text}~{p.Kind}~{p.DeadlineText}~{p.Due}~{p.Recurrence}~{p.Measure}"))),
        .. draft.Findings.Select(f => $"{f.Item} {f.Kind} {f.Message}"),
    ]);

    /// <summary>One for the class: a sample that several tests read is converted once.</summary>
    public sealed class Converters : IDisposable
    {
        public NoticeOpening Opening { get; } = new(new());

        public void Dispose() => Opening.Dispose();
    }
}
