using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Approvals.Engine.Calendars;
using Approvals.IntegrationTests.Postgres;
using Approvals.Readers.Notices;
using Approvals.Web.Store.Audit;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Walk;

/// <summary>
/// The twin's whole campaign over HTTP against PostgreSQL, as shipped and with every word of the definitions replaced.
/// </summary>
public sealed class TwinWalkTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int MostSignatures = 40;

    private readonly TestDatabase _store = new();

    public Task InitializeAsync() => _store.InitializeAsync();

    public Task DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public Task The_ten_items_walk_from_registration_to_the_closing_report() => WalkAsync(WalkWords.AsShipped);

    [Theory]
    [InlineData(20210602)]
    public Task The_same_walk_knows_no_word_of_the_office_and_minds_no_second_check(int seed)
    {
        output.WriteLine($"seed {seed}");
        return WalkAsync(WalkWords.Renamed(seed));
    }

    private async Task WalkAsync(WalkWords words)
    {
        await using var office = await HttpOffice.OpenAsync(_store, words.Twin, SampleText.IssuedOn, words.Settings);
        var text = await SampleText.TwinAsync();
        var walk = new TwinWalk(office, words);

        await walk.ToTheReportAsync(text);

        output.WriteLine($"signatures: {walk.Signatures} of the ten rows, {walk.Beside} beside them");
        walk.Signatures.ShouldBeLessThanOrEqualTo(MostSignatures);
        (await walk.StagesAsync()).ShouldBe(Enumerable.Range(1, 10).Select(no => words.Title(no == 9 ? "转常态" : "已归档")));
        await ReportIsWholeAsync(office, walk);
        await office.RestAsync();
        await PackageIsSealedAsync(office, walk);
        output.WriteLine(await ThreeWalks.AgreeAsync(_store, office, words, walk.Notice));

        await office.DayAsync(2021, 12, 28);
        var (path, number) = await new DraftWalk(office, words, TwinPeople.Drafting(words.SecondCheck), new(2021, 12, 28))
            .ToIssueAsync(SampleText.Unissued(text));
        number.ShouldBe("澄市中医党〔2021〕19号");
        await office.RestAsync();
        await DocumentIsIssuedAsync(office, path, number);
        await HistoryIsWholeAsync(office);
        await AnotherPackageIsFoundOutAsync(office);
    }

    private static async Task ReportIsWholeAsync(HttpOffice office, TwinWalk walk)
    {
        var clerk = await office.AsAsync(TwinPeople.Clerk);
        var link = (await clerk.OpenAsync(walk.Campaign)).Links("a[href$='/report']").First();
        var (content, type) = await clerk.DownloadAsync(link);
        type.ShouldBe("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        using var memory = new MemoryStream(content);
        using var word = WordprocessingDocument.Open(memory, isEditable: false);
        var body = word.MainDocumentPart.ShouldNotBeNull().Document.Body.ShouldNotBeNull();
        var rows = body.Descendants<TableRow>().Select(r => r.InnerText).ToList();
        foreach (var title in walk.Titles)
        {
            rows.ShouldContain(row => row.Contains(title, StringComparison.Ordinal), title);
        }

        body.InnerText.ShouldContain("澄市中医党〔2021〕18号");
        body.InnerText.ShouldContain("澄市中医整改〔2021〕1号");
        body.InnerText.ShouldContain("2021年12月27日已为本活动及其全部事项的办理记录签署审计锚");
    }

    /// <summary>What is archived: every file in it as its manifest says, the whole as the campaign's own history says.</summary>
    private async Task PackageIsSealedAsync(HttpOffice office, TwinWalk walk)
    {
        var clerk = await office.AsAsync(TwinPeople.Clerk);
        var page = await clerk.OpenAsync(walk.Campaign);
        var links = page.Links("a[href*='/products/']").ToList();
        links.Count.ShouldBe(3, "通报 on entering 总结通报, and 通报 and 归档包 with the close");
        var (content, _) = await clerk.DownloadAsync(links[^1]);
        page.Words.ShouldContain(Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
        Show("package.zip", content);
        Show("bulletin.docx", (await clerk.DownloadAsync(links[^2])).Content);
        using var zip = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read, leaveOpen: false, Encoding.UTF8);
        using var manifest = JsonDocument.Parse(Bytes(zip.GetEntry("manifest.json")));
        var files = manifest.RootElement.GetProperty("files").EnumerateArray().ToDictionary(
            f => f.GetProperty("path").GetString().ShouldNotBeNull(), f => f.GetProperty("sha256").GetString());
        zip.Entries.Select(e => e.FullName).Where(n => n != "manifest.json").ShouldBe(files.Keys, ignoreOrder: true);
        foreach (var (path, sha256) in files)
        {
            Convert.ToHexStringLower(SHA256.HashData(Bytes(zip.GetEntry(path)))).ShouldBe(sha256, path);
        }

        files.Keys.Count(k => k.EndsWith(".jsonl", StringComparison.Ordinal)).ShouldBeGreaterThan(30);
        files.Keys.ShouldContain(k => k.EndsWith("总结报告.docx", StringComparison.Ordinal));
        files.Keys.ShouldContain("审计锚.json");
        var ledger = Encoding.UTF8.GetString(Bytes(zip.GetEntry("台账.csv")));
        foreach (var title in walk.Titles)
        {
            ledger.ShouldContain(title);
        }

        var handler = await office.AsAsync(TwinPeople.Handler("护理部"));
        (await handler.OpenAsync(walk.Campaign)).Links("a[href*='/products/']").ShouldBeEmpty("he does not see the whole campaign");
    }

    /// <summary>What is issued reads back as it was signed, with its number.</summary>
    private static async Task DocumentIsIssuedAsync(HttpOffice office, string notice, string number)
    {
        var clerk = await office.AsAsync(TwinPeople.Clerk);
        var (content, _) = await clerk.DownloadAsync((await clerk.OpenAsync(notice)).Links("a[href*='/products/']").ShouldHaveSingleItem());
        Show("document.docx", content);
        using var stream = new MemoryStream(content);
        var read = NoticeReader.Read(stream, "issued.docx", new ReadOptions(office.Services.GetRequiredService<WorkCalendar>()));
        (read.Number, read.IssuedOn).ShouldBe((number, new DateOnly(2021, 12, 28)));
        read.Items.Length.ShouldBe(10);
    }

    private async Task AnotherPackageIsFoundOutAsync(HttpOffice office)
    {
        await TestCluster.ExecuteAsync(
            _store.AdminConnection,
            "SET session_replication_role = replica; UPDATE file f SET content = content || '\\x00'::bytea, size = size + 1 FROM product p "
            + "WHERE p.kind = 'Package' AND f.sha256 = p.sha256 AND f.unit_id = p.unit_id");
        var unit = (await _store.Database.UnitsAsync(CancellationToken.None)).Single(u => u.Id == office.Unit);
        (await new CaseAudit(_store.Database).AuditAsync(unit, CancellationToken.None)).First.ShouldNotBeNull().What
            .ShouldBe("生成的文件被改动或调换过");
    }

    /// <summary>Set APPROVALS_SHOW to a folder to look at what is made.</summary>
    private static void Show(string name, byte[] content)
    {
        if (Environment.GetEnvironmentVariable("APPROVALS_SHOW") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, name), content);
        }
    }

    private static byte[] Bytes(ZipArchiveEntry? entry)
    {
        using var stream = entry.ShouldNotBeNull().Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private async Task HistoryIsWholeAsync(HttpOffice office)
    {
        var unit = (await _store.Database.UnitsAsync(CancellationToken.None)).Single(u => u.Id == office.Unit);
        var audit = await new CaseAudit(_store.Database).AuditAsync(unit, CancellationToken.None);
        audit.First.ShouldBeNull();
        audit.Cases.ShouldBeGreaterThan(40);
        output.WriteLine($"audited: {audit.Cases} cases, {audit.Events} events");
    }
}
