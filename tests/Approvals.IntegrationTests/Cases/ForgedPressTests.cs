using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Directories;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Cases;

/// <summary>
/// What no page offers, posted all the same by somebody who is signed in: a sentence or 404, and no row more or less in
/// any table.
/// </summary>
public sealed class ForgedPressTests(ForgedPressTests.Desk desk) : IClassFixture<ForgedPressTests.Desk>
{
    [Fact]
    public async Task A_case_of_another_unit_is_unknown() =>
        (await desk.RefusedAsync("sx-wenshu", desk.Form(desk.Drafting))).ShouldBe("404");

    [Fact]
    public async Task A_person_who_does_not_exist() =>
        await desk.RefusedAsync(desk.Drafting, ("in.Countersigners", "99999"));

    [Fact]
    public async Task People_where_some_exist_and_one_does_not() => await desk.RefusedAsync(
        desk.Drafting, ("in.Countersigners", desk.Form(desk.Drafting)["in.Countersigners"] + ",99999"));

    [Fact]
    public async Task A_body_that_ended() =>
        await desk.RefusedAsync(desk.Disputing, ("in.AssignedDepartment", $"{desk.Ended.Value}"));

    [Fact]
    public async Task A_body_that_does_not_exist() =>
        await desk.RefusedAsync(desk.Disputing, ("in.AssignedDepartment", "99999"));

    [Fact]
    public async Task Departments_to_redo_that_are_not_of_the_item() => await desk.RefusedAsync(
        desk.Reviewing, ("in.ConcernedDepartments", $"{desk.Office.Body("党建办").Value}"));

    [Fact]
    public async Task Writing_down_for_another_without_the_power() => await desk.RefusedAsync(
        "gumingxi", desk.Form(desk.Checking, RecordedFor(desk.Checking.Act.By)));

    [Fact]
    public async Task Writing_down_for_another_in_his_own_draft() => await desk.RefusedAsync(
        "yeqiushui", desk.Form(desk.Checking, RecordedFor(desk.Checking.Act.By)));

    [Fact]
    public async Task Writing_down_for_one_who_may_not_sit_there() => await desk.RefusedAsync(
        "heshujian", desk.Form(desk.Checking, RecordedFor(desk.Office.Person("顾明溪"))));

    [Fact]
    public async Task A_seat_of_another() => await desk.RefusedAsync("gumingxi", desk.Form(desk.Checking));

    [Fact]
    public async Task A_round_that_is_over() => await desk.RefusedAsync(desk.HandedIn);

    [Fact]
    public async Task A_round_that_has_not_come() => await desk.RefusedAsync(desk.Checking, ("round", "7"));

    [Fact]
    public async Task A_key_that_was_used_for_another_press() =>
        (await desk.RefusedAsync(desk.Checking, ("key", desk.UsedKey))).ShouldContain("这张表单已经用过");

    [Fact]
    public async Task A_used_key_with_another_body() =>
        (await desk.RefusedAsync(desk.HandedIn, ("key", desk.UsedKey), ("in.Reason", "改了"))).ShouldContain("这张表单已经用过");

    [Fact]
    public async Task An_action_of_another_stage() => await desk.RefusedAsync(desk.Checking, ("act", "sign"));

    [Fact]
    public async Task An_action_of_no_stage() => await desk.RefusedAsync(desk.Checking, ("act", "no-such-action"));

    [Theory]
    [InlineData("sign")]
    [InlineData("agree,sign")]
    [InlineData("return,hand-in")]
    [InlineData("no-such-action")]
    public async Task Further_actions_that_the_page_did_not_promise(string chain) =>
        await desk.RefusedAsync(desk.Checking, ($"with.{desk.Checking.Act.Action.Value}", chain));

    [Fact]
    public async Task A_content_that_nobody_saw() => await desk.RefusedAsync(desk.Checking, ("hash", "0000"));

    [Fact]
    public async Task A_party_that_the_action_does_not_ask_for_is_not_taken()
    {
        var press = await desk.FreshAsync();
        await desk.DoneAsync(press, ("in.FirstLeader", $"{desk.Office.Person("顾明溪").Value}"), ("in.Inspectors", "99999"));
        var parties = (await desk.Office.LookAsync(press.Case)).Case.Parties;
        parties.ShouldNotContainKey(Party.FirstLeader);
        parties.ShouldNotContainKey(Party.Inspectors);
    }

    private static (string, string)[] RecordedFor(PersonId who) =>
        [("in.RecordedFor.who", $"{who.Value}"), ("in.RecordedFor.occasion", "9月7日电话")];

    /// <summary>
    /// Two units, a notice in its first stage, one in its second, and a campaign with a dispute and an item to review.
    /// </summary>
    public sealed class Desk : IAsyncLifetime
    {
        // Every table of ours, counted at once; sessions and keys of the web host are not ours to count.
        private const string CountAll = """
            SELECT coalesce(string_agg(format('%s %s', t.table_name, (xpath('/row/n/text()', query_to_xml(
                     format('SELECT count(*) AS n FROM %I', t.table_name), false, true, '')))[1]),
                     ', ' ORDER BY t.table_name), '')
            FROM information_schema.tables t
            WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND t.table_name <> 'trail'
            """; // the trail says who tried

        private const string EndBody = """
            SELECT set_config('app.unit_id', @unit::text, false);
            UPDATE body SET valid_to = '2026-08-31' WHERE unit_id = @unit AND body_id = @body;
            UPDATE unit_directory SET version = version + 1 WHERE unit_id = @unit
            """;

        private readonly TestDatabase _store = new();
        private HttpOffice? _people;
        private HttpOffice? _strangers;
        private Microsoft.AspNetCore.Builder.WebApplication? _host;
        private Office? _office;

        internal Office Office => _office ?? throw new InvalidOperationException("xunit initialises fixtures first");

        internal Press Drafting { get; private set; } = null!; // set before any test

        internal Press HandedIn { get; private set; } = null!; // as Drafting

        internal Press Checking { get; private set; } = null!; // as Drafting

        internal Press Disputing { get; private set; } = null!; // as Drafting

        internal Press Reviewing { get; private set; } = null!; // as Drafting

        internal BodyId Ended { get; private set; }

        internal string UsedKey { get; } = "used-once";

        public async Task InitializeAsync()
        {
            await _store.InitializeAsync();
            await _store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
            _office = await Office.OpenAsync(_store);
            var real = await new UnitImport(_store.Database).ImportAsync(ShippedUnit.Real, CancellationToken.None);
            Ended = Office.Body("中西药剂");
            await PrepareAsync();
            await using (var admin = new NpgsqlConnection(_store.AdminConnection))
            {
                await admin.ExecuteAsync(EndBody, new { unit = Office.Unit.Value, body = Ended.Value });
            }

            _people = await HttpOffice.OpenAsync(_store, Office.Unit);
            _strangers = await HttpOffice.OpenAsync(_store, real);
            _host = await _store.StartHostAsync();
            _people.Address = _strangers.Address = new Uri(_host.Urls.First());
        }

        public async Task DisposeAsync()
        {
            if (_host is not null)
            {
                await _host.DisposeAsync();
            }

            await _store.DisposeAsync();
        }

        /// <summary>The form of a press as its page would make it, with something else in some fields.</summary>
        internal Dictionary<string, string> Form(Press press, params IEnumerable<(string Field, string Text)> forged)
        {
            var fields = new Dictionary<string, string>(HttpOffice.Fields(press, Office.NewKey()));
            foreach (var (field, text) in forged)
            {
                fields[field] = text;
            }

            return fields;
        }

        internal Task<string> RefusedAsync(Press press, params IEnumerable<(string Field, string Text)> forged) =>
            RefusedAsync(_people.ShouldNotBeNull().LoginOf(press.Act.By), Form(press, forged));

        /// <summary>The sentence, or 404; nothing was written.</summary>
        internal async Task<string> RefusedAsync(string login, Dictionary<string, string> form)
        {
            var people = (login.StartsWith("sx-", StringComparison.Ordinal) ? _strangers : _people).ShouldNotBeNull();
            await people.PageAsync(login, "/");
            await using var admin = new NpgsqlConnection(_store.AdminConnection);
            var before = await admin.ExecuteScalarAsync<string>(CountAll);
            var sentence = await people.RefusalAsync(login, form);
            (await admin.ExecuteScalarAsync<string>(CountAll)).ShouldBe(before, sentence);
            before.ShouldNotBeNull().ShouldContain("case_event ");
            return sentence;
        }

        internal async Task DoneAsync(Press press, params IEnumerable<(string Field, string Text)> more)
        {
            var people = _people.ShouldNotBeNull();
            await people.PostAsync(people.LoginOf(press.Act.By), "/act", Form(press, more));
            (await people.ToldAsync(press)).ShouldBe(Told.Done);
        }

        internal async Task<Press> FreshAsync() => await Office.PressOfAsync(await Office.DraftAsync(), "送核稿");

        private async Task PrepareAsync()
        {
            Drafting = await FreshAsync();
            HandedIn = await FreshAsync();
            (await Office.SendAsync(HandedIn, UsedKey)).ShouldBe(new Answer.Done(false));
            Checking = await Office.PressOfAsync(HandedIn.Case, "同意");
            var root = await Office.IssuedAsync();
            while (await Walk.NextAsync(Office, root) is { } press)
            {
                if ((await Office.LookAsync(press.Case)).Case.Stage == new StageId("department-signing"))
                {
                    Reviewing = await Office.PressOfAsync(press.Case, "退回重办");
                    break;
                }

                await Office.DoAsync(press);
            }

            var other = await Office.IssuedAsync();
            var branch = (await Walk.NextAsync(Office, other)).ShouldNotBeNull().Case;
            await Office.PressAsync(branch, "退回");
            Disputing = await Office.PressOfAsync(branch, "改派");
        }
    }
}
