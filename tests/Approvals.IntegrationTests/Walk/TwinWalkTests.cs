using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Audit;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
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
        output.WriteLine(await ThreeWalks.AgreeAsync(_store, office, words, walk.Notice));

        await office.DayAsync(2021, 12, 28);
        var (_, number) = await new DraftWalk(office, words, TwinPeople.Drafting(words.SecondCheck), new(2021, 12, 28))
            .ToIssueAsync(SampleText.Unissued(text));
        number.ShouldBe("澄市中医党〔2021〕19号");
        await HistoryIsWholeAsync(office);
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

    private async Task HistoryIsWholeAsync(HttpOffice office)
    {
        var unit = (await _store.Database.UnitsAsync(CancellationToken.None)).Single(u => u.Id == office.Unit);
        var audit = await new CaseAudit(_store.Database).AuditAsync(unit, CancellationToken.None);
        audit.First.ShouldBeNull();
        audit.Cases.ShouldBeGreaterThan(40);
        output.WriteLine($"audited: {audit.Cases} cases, {audit.Events} events");
    }
}
