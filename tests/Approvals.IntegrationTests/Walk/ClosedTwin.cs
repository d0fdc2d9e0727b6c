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

/// <summary>What must hold once the twin's campaign has come to its closing report, whoever pressed on whatever screen.</summary>
internal sealed class ClosedTwin(TestDatabase store, HttpOffice office, TwinWalk walk, WalkWords words, ITestOutputHelper output)
{
    private const int MostSignatures = 40;

    /// <param name="text">Of the notice; a second one is drafted from it.</param>
    public async Task IsWholeAsync(string text)
    {
        output.WriteLine($"signatures: {walk.Signatures} of the ten rows, {walk.Beside} beside them");
        walk.Signatures.ShouldBeLessThanOrEqualTo(MostSignatures);
        (await walk.StagesAsync()).ShouldBe(Enumerable.Range(1, 10).Select(no => words.Title(no == 9 ? "转常态" : "已归档")));
        await ReportIsWholeAsync();
        await office.RestAsync();
        await PackageIsSealedAsync();
        output.WriteLine(await ThreeWalks.AgreeAsync(store, office, words, walk.Notice));

        await office.DayAsync(2021, 12, 28);
        var (path, number) = await new DraftWalk(office, words, TwinPeople.Drafting(words.SecondCheck), new(2021, 12, 28))
            .ToIssueAsync(SampleText.Unissued(text));
        number.ShouldBe("澄市中医党〔2021〕19号");
        await office.RestAsync();
        await DocumentIsIssuedAsync(path, number);
        await HistoryIsWholeAsync();
        await AnotherPackageIsFoundOutAsync();
    }

    private async Task ReportIsWholeAsync()
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
    private async Task PackageIsSealedAsync()
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
    private async Task DocumentIsIssuedAsync(string notice, string number)
    {
        var clerk = await office.AsAsync(TwinPeople.Clerk);
        var (content, _) = await clerk.DownloadAsync((await clerk.OpenAsync(notice)).Links("a[href*='/products/']").ShouldHaveSingleItem());
        Show("document.docx", content);
        using var stream = new MemoryStream(content);
        var read = NoticeReader.Read(stream, "issued.docx", new ReadOptions(office.Services.GetRequiredService<WorkCalendar>()));
        (read.Number, read.IssuedOn).ShouldBe((number, new DateOnly(2021, 12, 28)));
        read.Items.Length.ShouldBe(10);
    }

    private async Task AnotherPackageIsFoundOutAsync()
    {
        await TestCluster.ExecuteAsync(
            store.AdminConnection,
            "SET session_replication_role = replica; UPDATE file f SET content = content || '\\x00'::bytea, size = size + 1 FROM product p "
            + "WHERE p.kind = 'Package' AND f.sha256 = p.sha256 AND f.unit_id = p.unit_id");
        var unit = (await store.Database.UnitsAsync(CancellationToken.None)).Single(u => u.Id == office.Unit);
        (await new CaseAudit(store.Database).AuditAsync(unit, CancellationToken.None)).First.ShouldNotBeNull().What
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

    private async Task HistoryIsWholeAsync()
    {
        var unit = (await store.Database.UnitsAsync(CancellationToken.None)).Single(u => u.Id == office.Unit);
        var audit = await new CaseAudit(store.Database).AuditAsync(unit, CancellationToken.None);
        audit.First.ShouldBeNull();
        audit.Cases.ShouldBeGreaterThan(40);
        output.WriteLine($"audited: {audit.Cases} cases, {audit.Events} events");
    }
}
