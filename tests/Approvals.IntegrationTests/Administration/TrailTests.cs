using System.Net;
using Approvals.IntegrationTests.Identity;
using Approvals.Web.Features;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Trails;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Administration;

/// <summary>操作留痕: who did what, for the audit administrator alone, and changed by nobody.</summary>
[Collection(ThreeSiteTests.Name)]
public sealed class TrailTests(DoorSite site) : IAsyncLifetime
{
    public Task InitializeAsync() => site.RestoreAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("UPDATE trail SET details = ''")]
    [InlineData("UPDATE trail SET at = office_now()")]
    [InlineData("DELETE FROM trail")]
    [InlineData("TRUNCATE trail")]
    [InlineData("ALTER TABLE trail DISABLE ROW LEVEL SECURITY")]
    public async Task The_program_itself_cannot_change_or_delete_a_line(string sql)
    {
        var refused = await Should.ThrowAsync<PostgresException>(() => site.Store.Database.InUnitAsync(
            site.Unit, (connection, _) => connection.ExecuteAsync(sql), CancellationToken.None));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Signing_in_failing_being_locked_and_signing_out_stand_there_with_the_address()
    {
        var door = site.NewVisitor();
        for (var wrong = 0; wrong < 6; wrong++)
        {
            await door.SignInAsync("jiangniancinobody", "wrong"); // nobody's: in no unit's trail
            await door.SignInAsync("jiangnianci", "wrong");
        }

        var desk = await site.EnteredAsync("fanyinuo");
        await desk.SignOutAsync();
        var auditor = await site.AuditAsync();

        // The sixth met the lock and was not looked at.
        Acts(await FindAsync(auditor, "jiangnianci", TrailKind.SignIn)).ShouldBe(
            [Texts.Trail.Of(TrailAct.AccountLocked), .. Enumerable.Repeat(Texts.Trail.Of(TrailAct.SignInFailed), 4)]);
        Acts(await FindAsync(auditor, "范一诺", TrailKind.SignIn)).ShouldBe([Texts.Trail.Of(TrailAct.SignedOut), Texts.Trail.Of(TrailAct.SignedIn)]);
        (await FindAsync(auditor, "范一诺", TrailKind.SignIn)).Page.QuerySelector(".trail tbody td:last-child")?.TextContent.ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task What_an_administrator_did_stands_there_with_him_and_the_one_it_was_done_to()
    {
        var keeper = await site.SystemAsync();
        var id = await site.AccountAsync("shifangyuan");
        await keeper.PressAsync(await keeper.OpenAsync($"/accounts/{id}"), "button[formaction$=Close]");
        await keeper.PressAsync(await keeper.OpenAsync($"/accounts/{id}"), "button[formaction$=Reopen]");

        var found = await FindAsync(await site.AuditAsync(), "石方圆", TrailKind.Account);

        Acts(found).ShouldBe([Texts.Trail.Of(TrailAct.AccountReopened), Texts.Trail.Of(TrailAct.AccountClosed)]);
        found.Words.ShouldContain("乔安澜（qiaoanlan）");
        found.Words.ShouldContain("石方圆（shifangyuan）");
    }

    [Fact]
    public async Task Where_somebody_was_refused_is_written_once_in_five_minutes_and_what_was_taken_away_each_time()
    {
        var keeper = await site.SecurityAsync();
        await keeper.OpenAsync("/notices/0190a5d0-0000-7000-8000-000000000001");
        await keeper.OpenAsync("/notices/0190a5d0-0000-7000-8000-000000000001");
        var auditor = await site.AuditAsync();
        var before = Acts(await FindAsync(auditor, "wenzhibai", TrailKind.Export)).Count;
        await auditor.OpenAsync("/trail/export");
        await auditor.OpenAsync("/trail/export");

        (await FindAsync(auditor, "luomingyuan", TrailKind.Refusal)).Page.QuerySelectorAll(".trail tbody tr")
            .Count(row => row.TextContent.Contains("000000000001", StringComparison.Ordinal)).ShouldBe(1);
        Acts(await FindAsync(auditor, "wenzhibai", TrailKind.Export)).Count.ShouldBe(before + 2);
    }

    [Fact]
    public async Task The_list_is_found_by_day_and_paged_through()
    {
        await using var admin = new NpgsqlConnection(site.Store.AdminConnection);
        await admin.ExecuteAsync(
            """
            INSERT INTO trail (unit_id, at, kind, act, details)
            SELECT @unit, timestamptz '2020-03-04 08:00+08' + n * interval '1 second', 'Directory', 'UnitImported', format('line %s.', n)
            FROM generate_series(1, 130) AS n
            """,
            new { unit = site.Unit.Value });
        var auditor = await site.AuditAsync();

        var first = await auditor.OpenAsync("/trail?from=2020-03-04&until=2020-03-04");
        first.Page.QuerySelectorAll(".trail tbody tr").Length.ShouldBe(100);
        first.Words.ShouldContain("line 130.");
        first.Words.ShouldContain("共130条");
        var second = await auditor.OpenAsync(first.Page.QuerySelector("a[rel=next]")?.GetAttribute("href") ?? "");
        second.Page.QuerySelectorAll(".trail tbody tr").Length.ShouldBe(30);
        second.Words.ShouldContain("2020-03-04 08:00:01");

        (await auditor.OpenAsync("/trail?from=2020-03-05&until=2020-03-05")).Words.ShouldContain(Texts.Trail.None);
        (await auditor.OpenAsync("/trail?from=2020-03-05&until=2020-03-04")).Said.ShouldBe(Texts.Trail.WrongDays);
        (await auditor.OpenAsync("/trail?from=yesterday&kind=nonsense&p=-3")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_export_has_every_line_of_the_filter_and_none_that_a_spreadsheet_would_run()
    {
        await using var admin = new NpgsqlConnection(site.Store.AdminConnection);
        await admin.ExecuteAsync(
            """
            INSERT INTO trail (unit_id, at, kind, act, details)
            VALUES (@unit, timestamptz '2020-01-02 08:00+08', 'Right', 'RightGranted', '=HYPERLINK("http://x")'),
                   (@unit, timestamptz '2020-01-02 08:01+08', 'Right', 'RightGranted', 'a "b", c')
            """,
            new { unit = site.Unit.Value });
        var auditor = await site.AuditAsync();

        var file = (await auditor.OpenAsync("/trail/export?from=2020-01-02&until=2020-01-02&kind=Right")).Words;

        file.ShouldContain("\"2020-01-02 08:00:00\",\"授权\",\"系统\",\"授权\",\"\",\"'=HYPERLINK(\"\"http://x\"\")\",\"\"");
        file.ShouldContain("\"a \"\"b\"\", c\"");
        file.Trim().Split('\n').Length.ShouldBe(3);
    }

    [Fact]
    public async Task Who_breaks_off_an_export_has_taken_what_he_got_and_the_trail_says_so()
    {
        await using var admin = new NpgsqlConnection(site.Store.AdminConnection);
        await admin.ExecuteAsync(
            """
            INSERT INTO trail (unit_id, at, kind, act, details)
            SELECT @unit, timestamptz '2019-03-04 08:00+08', 'Directory', 'UnitImported', repeat('long ', 80)
            FROM generate_series(1, 60000)
            """,
            new { unit = site.Unit.Value });
        var auditor = await site.AuditAsync();
        const string path = "/trail/export?from=2019-03-04&until=2019-03-04";

        await auditor.BreakOffAsync(path);

        (await FindAsync(auditor, "wenzhibai", TrailKind.Export)).Words.ShouldContain("/trail/export（from=2019-03-04，until=2019-03-04）");
    }

    [Fact]
    public async Task Another_unit_has_a_trail_of_its_own()
    {
        await site.Store.AddUnitAsync(77);
        (await site.Store.Database.ReadInUnitAsync(
            new Approvals.Engine.UnitId(77), (connection, _) => connection.QuerySingleAsync<long>("SELECT count(*) FROM trail"),
            CancellationToken.None)).ShouldBe(0);
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("  @x", "\"'  @x\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("2021-06-02", "\"2021-06-02\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("", "\"\"")]
    public void A_cell_is_text_whatever_it_says(string text, string cell) => CsvCell.Of(text).ShouldBe(cell);

    private static async Task<Shown> FindAsync(Visitor auditor, string who, TrailKind kind) =>
        await auditor.OpenAsync($"/trail?who={Uri.EscapeDataString(who)}&kind={kind}");

    private static List<string> Acts(Shown page) =>
        [.. page.Page.QuerySelectorAll(".trail .trail-what").Select(cell => cell.TextContent)];
}
