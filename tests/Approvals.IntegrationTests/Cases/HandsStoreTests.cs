using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Inbox;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Verify;
using Dapper;

namespace Approvals.IntegrationTests.Cases;

/// <summary>转办, 认领, 委托, 传阅 on real PostgreSQL: whom a seat waits for, and that the rows are the history.</summary>
public sealed class HandsStoreTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string MyInbox = "SELECT count(*)::int FROM (" + InboxRows.MyAssignments + ") w WHERE w.case_id = @wanted";

    [Fact]
    public async Task What_was_handed_on_waits_for_its_receiver_alone()
    {
        var (office, branch) = await WorkingAsync();
        await DoAsync(office, branch, Transfer(office, branch, "宋怀谷", "冯子墨"));

        (await WaitsForAsync(office, branch, "冯子墨")).ShouldBeTrue();
        (await WaitsForAsync(office, branch, "宋怀谷")).ShouldBeFalse();
        (await WaitsForAsync(office, branch, "唐雨桐")).ShouldBeFalse();
        (await MaySeeAsync(office, branch, "唐雨桐")).ShouldBeTrue();
        await ProvedAsync(office);
    }

    [Fact]
    public async Task What_one_has_claimed_waits_for_nobody_else_until_it_is_put_back()
    {
        var (office, branch) = await WorkingAsync();
        var (round, seat) = await SeatAsync(office, branch);
        await DoAsync(office, branch, new CaseCommand.Claim(round, seat, office.Person("唐雨桐")));
        (await WaitsForAsync(office, branch, "唐雨桐")).ShouldBeTrue();
        (await WaitsForAsync(office, branch, "冯子墨")).ShouldBeFalse();
        await ProvedAsync(office);

        await DoAsync(office, branch, new CaseCommand.Release(round, seat, office.Person("宋怀谷")));

        (await WaitsForAsync(office, branch, "冯子墨")).ShouldBeTrue();
        await ProvedAsync(office);
    }

    [Fact]
    public async Task A_seat_that_opens_again_after_an_added_one_waits_for_him_to_whom_it_was_handed()
    {
        var (office, branch) = await WorkingAsync(WithAddedSeats());
        await DoAsync(office, branch, Transfer(office, branch, "宋怀谷", "冯子墨"));
        var (round, seat) = await SeatAsync(office, branch);
        await DoAsync(office, branch, new CaseCommand.AddSeat(
            round, seat, Placing.Before, office.Person("韩亦舟"), "请他把关", office.Person("冯子墨")));
        (await WaitsForAsync(office, branch, "冯子墨")).ShouldBeFalse();
        await ProvedAsync(office);

        await DoAsync(office, branch, await CompleteAsync(office, branch, new SeatNo(1), "韩亦舟"));

        (await WaitsForAsync(office, branch, "冯子墨")).ShouldBeTrue();
        (await WaitsForAsync(office, branch, "宋怀谷")).ShouldBeFalse();
        await ProvedAsync(office);
    }

    [Fact]
    public async Task When_he_who_got_it_leaves_it_waits_for_whose_it_was()
    {
        var (office, branch) = await WorkingAsync();
        await DoAsync(office, branch, Transfer(office, branch, "宋怀谷", "韩亦舟"));
        (await WaitsForAsync(office, branch, "唐雨桐")).ShouldBeFalse();

        await store.Database.InUnitAsync(
            office.Unit,
            (connection, _) => connection.ExecuteAsync(
                "UPDATE post SET valid_to = greatest(valid_from, @day) WHERE person_id = @person",
                new { day = new DateOnly(2021, 1, 2), person = office.Person("韩亦舟").Value }),
            CancellationToken.None);

        (await WaitsForAsync(office, branch, "唐雨桐")).ShouldBeTrue();
        await store.Database.InUnitAsync(
            office.Unit,
            (connection, _) => connection.ExecuteAsync(
                "UPDATE post SET valid_to = NULL WHERE person_id = @person AND valid_from >= '2021-01-01'",
                new { person = office.Person("韩亦舟").Value }),
            CancellationToken.None);
    }

    [Fact]
    public async Task What_waits_for_who_is_away_waits_for_his_proxy_too_and_both_stand_in_the_vote()
    {
        var (office, branch) = await WorkingAsync();
        (await WaitsForAsync(office, branch, "钟毓秀")).ShouldBeFalse();
        (await MaySeeAsync(office, branch, "钟毓秀")).ShouldBeFalse();
        await AwayAsync(office, "冯子墨", "钟毓秀");

        (await WaitsForAsync(office, branch, "钟毓秀")).ShouldBeTrue();
        (await WaitsForAsync(office, branch, "冯子墨")).ShouldBeTrue();
        (await MaySeeAsync(office, branch, "钟毓秀")).ShouldBeTrue();
        await DoAsync(office, branch, await CompleteAsync(office, branch, new SeatNo(0), "钟毓秀"));

        (await office.LookAsync(branch)).Case.Votes[^1].Decider
            .ShouldBe(new Decider(office.Person("钟毓秀"), null, null) { InPlaceOf = office.Person("冯子墨") });
        (await MaySeeAsync(office, branch, "钟毓秀")).ShouldBeTrue();
        await ProvedAsync(office);
        (await KindsAsync(office, "冯子墨")).ShouldContain("stood-in");
    }

    [Fact]
    public async Task Who_reads_is_counted_who_does_not_is_passed_over_and_the_copies_may_be_read()
    {
        var office = await Office.OpenAsync(store);
        var notice = await office.IssuedAsync();
        var looked = await office.LookAsync(notice);
        var circulate = looked.Workflow.Stage(looked.Case.Stage).ShouldNotBeNull().Actions.First(a => a.Title == "传阅");
        await DoAsync(office, notice, new CaseCommand.Act(
            looked.Case.Round, new SeatNo(0), circulate.Id, office.Person("叶秋水"), null, null,
            new Inputs(Said.Nothing, ImmutableDictionary<Party, PartyMembers>.Empty
                .Add(Party.Readers, PartyMembers.Of(office.Person("顾明溪"), office.Person("林清和")))
                .Add(Party.Addressees, PartyMembers.Of(office.Body("护理部")))),
            looked.Context.Grants.ContentHash, []));
        var circulation = new CaseId((await office.QueryAsync<Guid>(
            "SELECT case_id FROM flow_case WHERE parent_id = @notice ORDER BY opened_at DESC LIMIT 1",
            new { notice = notice.Value })).Single());

        (await office.LookAsync(circulation)).Case.Copied.ShouldBe([office.Person("贾淑云")]);
        await office.PressAsync(circulation, "已阅", "顾明溪");
        await DoAsync(office, circulation, new CaseCommand.Nudge(1, new SeatNo(1), office.Person("叶秋水")));
        await DoAsync(office, circulation, new CaseCommand.Nudge(1, new SeatNo(1), office.Person("叶秋水")));
        await ProvedAsync(office);
        await DoAsync(office, circulation, new CaseCommand.Skip(1, new SeatNo(1), office.Person("叶秋水"), "住院"));

        var after = await office.LookAsync(circulation);
        after.Case.Ended.ShouldBeFalse();
        after.Case.RoundStage.Values.SelectMany(s => s).Count(s => s.Skipped).ShouldBe(1);
        (await office.QueryAsync<int>(
            "SELECT count(*)::int FROM case_event WHERE case_id = @id AND kind = 'nudged'", new { id = circulation.Value }))
            .Single().ShouldBe(1);
        (await KindsAsync(office, "贾淑云")).ShouldContain("copied");
        (await KindsAsync(office, "林清和")).ShouldContain("nudged");
        await ProvedAsync(office);
    }

    /// <summary>提交, by whichever of the department.</summary>
    private static async Task<CaseCommand.Act> CompleteAsync(Office office, CaseId branch, SeatNo seat, string by)
    {
        var looked = await office.LookAsync(branch);
        var complete = looked.Workflow.Stage(looked.Case.Stage).ShouldNotBeNull().Actions.First(a => a.Title == "提交" && a.By.IsEmpty);
        return new CaseCommand.Act(
            looked.Case.Round, seat, complete.Id, office.Person(by), null, null,
            new Inputs(new Said(null, null, "办好了", null, []), ImmutableDictionary<Party, PartyMembers>.Empty), null, []);
    }

    /// <summary>The shipped definitions, where whoever does the work may have others sign too.</summary>
    private static string WithAddedSeats()
    {
        var folder = TestCluster.NewFolder();
        foreach (var path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.yaml"))
        {
            var text = File.ReadAllText(path);
            File.WriteAllText(
                Path.Combine(folder, Path.GetFileName(path)),
                Path.GetFileName(path) == "branch.yaml"
                    ? text.Replace("    transfer: true ", "    add_seats: true\n    transfer: true ", StringComparison.Ordinal) : text);
        }

        return folder;
    }

    private async Task<(Office Office, CaseId Branch)> WorkingAsync(string? workflows = null)
    {
        var office = await Office.OpenAsync(store, workflows);
        var notice = await office.IssuedAsync();
        var medical = office.Body("医务科");
        var branch = new CaseId((await office.QueryAsync<Guid>(
            """
            SELECT c.case_id
            FROM flow_case c
            JOIN case_party p ON p.case_id = c.case_id AND p.party = 'AssignedDepartment' AND p.body_id = @medical
            JOIN case_party l ON l.case_id = c.parent_id AND l.party = 'LeadDepartment' AND l.body_id = @medical
            WHERE c.root_id = @notice
            """,
            new { medical = medical.Value, notice = notice.Value })).First());
        await office.PressAsync(branch, "签收", "唐雨桐");
        return (office, branch);
    }

    private static async Task<(int Round, SeatNo Seat)> SeatAsync(Office office, CaseId branch)
    {
        var @case = (await office.LookAsync(branch)).Case;
        return (@case.Round, @case.Seats[0].No);
    }

    private static CaseCommand.Transfer Transfer(Office office, CaseId branch, string by, string to)
    {
        var @case = office.LookAsync(branch).GetAwaiter().GetResult().Case;
        return new CaseCommand.Transfer(@case.Round, @case.Seats[0].No, office.Person(by), office.Person(to), "出差");
    }

    private static async Task DoAsync(Office office, CaseId id, CaseCommand command)
    {
        (await office.Cases.HandleAsync(
            office.Unit, id, command, office.NewKey(), CancellationToken.None))
            .ShouldBe(new Answer.Done(false), $"{command}");
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
    }

    private Task AwayAsync(Office office, string absent, string proxy) => store.Database.InUnitAsync(
        office.Unit,
        (connection, _) => connection.ExecuteAsync(
            """
            INSERT INTO absence (unit_id, absence_id, person_id, proxy_id, valid_from, valid_to)
            SELECT @unit, coalesce(max(absence_id), 0) + 1, @absent, @proxy, office_now()::date - 1, office_now()::date + 1
            FROM absence
            """,
            new { unit = office.Unit.Value, absent = office.Person(absent).Value, proxy = office.Person(proxy).Value }),
        CancellationToken.None);

    private async Task<bool> WaitsForAsync(Office office, CaseId id, string person) => await store.Database.ReadInUnitAsync(
        office.Unit,
        async (connection, _) =>
        {
            var gate = Gate.Parameters(await office.UserAsync(person), office.Editions.Current);
            gate.Add("wanted", id.Value);
            return await connection.QuerySingleAsync<int>(MyInbox, gate) > 0;
        },
        CancellationToken.None);

    private async Task<bool> MaySeeAsync(Office office, CaseId id, string person)
    {
        var user = await office.UserAsync(person);
        return await store.Database.ReadInUnitAsync(
            office.Unit,
            (connection, _) => Gate.MaySeeAsync(connection, id, user, office.Editions.Current, CancellationToken.None),
            CancellationToken.None);
    }

    private static async Task<IReadOnlyList<string>> KindsAsync(Office office, string person) =>
    [
        .. await office.QueryAsync<string>(
            "SELECT convert_from(payload, 'UTF8')::jsonb->>'Kind' FROM outbox WHERE recipient = @person",
            new { person = office.Person(person).Value }),
    ];

    private async Task ProvedAsync(Office office)
    {
        await office.ProveAsync();
        (await new StoreCheck(store.Database).RunAsync(office.Unit, CancellationToken.None)).ShouldBeEmpty();
    }
}
