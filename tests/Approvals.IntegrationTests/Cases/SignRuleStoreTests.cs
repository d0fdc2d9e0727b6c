using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Time;
using Approvals.Web.Features.Cases;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Verify;

namespace Approvals.IntegrationTests.Cases;

/// <summary>Every sign rule walked through the store: after each press the rows agree with the replay, and every rule of the store holds.</summary>
public sealed class SignRuleStoreTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string Signing = """
        apiVersion: approvals/1
        workflow: signing
        title: 审签
        starts: [{on: drafted, at: draft}]
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions:
              in-turn: {title: 顺签, to: turns, needs: [responsible_departments, lead_department]}
              lead-last: {title: 牵头汇总, to: sums, needs: [responsible_departments, lead_department]}
              by-ballot: {title: 票签, to: ballot, needs: [responsible_departments, lead_department]}
              asking: {title: 征求意见, to: asks, needs: [responsible_departments, lead_department]}
          - id: turns
            title: 顺签
            signers: {bodies: responsible_departments, roles: [head]}
            mode: sequential
            add_seats: true
            deadline: 2 workdays
            remind: [0d]
            actions: {agree: {title: 同意, to: done}, object: {title: 不同意, to: void}, return: {title: 退回, to: draft}}
          - id: sums
            title: 汇总
            signers: {bodies: responsible_departments, roles: [head]}
            mode: lead_last
            deadline: 1 workday
            actions: {agree: {title: 同意, to: done}, object: {title: 不同意, to: void}}
          - id: ballot
            title: 票签
            signers: {bodies: responsible_departments, roles: [head]}
            mode: {votes_for: agree, need: "60%", weights: {lead_department: 2}}
            add_seats: {after: true}
            actions: {agree: {title: 同意, to: done}, object: {title: 不同意, to: void}}
          - id: asks
            title: 会签
            signers: {bodies: lead_department, roles: [head, deputy]}
            not_same_as: [draft]
            mode: any
            add_seats: true
            consult: {who: {bodies: responsible_departments, roles: [head]}, silent_after: 2 workdays}
            deadline: 2 workdays
            remind: [0d]
            actions: {agree: {title: 同意, to: done}, object: {title: 不同意, to: void}}
        ends:
          - {id: done, title: 通过}
          - {id: void, title: 没有通过}
        """;

    /// <summary>A Wednesday before two working days.</summary>
    private static readonly DateTimeOffset Morning = new(2026, 9, 9, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Seats_that_sign_in_turn_have_an_assignment_and_a_timer_only_while_it_is_their_turn()
    {
        var (office, id) = await BegunAsync("in-turn");
        (await OpenSeatsAsync(office, id)).ShouldBe([0]);
        (await TimersAsync(office, id)).ShouldBe([0]);
        (await VoteAsync(office, id, "agree", "贾淑云")).ShouldBe(new Answer.Refused(new Refusal.NotYourTurn()));

        await VotedAsync(office, id, "agree", "宋怀谷");
        (await OpenSeatsAsync(office, id)).ShouldBe([1]);
        (await TimersAsync(office, id)).ShouldBe([1]);
        await VotedAsync(office, id, "agree", "贾淑云");
        await VotedAsync(office, id, "agree", "汪思源");
        (await StageAsync(office, id)).ShouldBe("done");
    }

    [Fact]
    public async Task Where_the_lead_sums_up_its_time_begins_when_all_others_have_voted()
    {
        var (office, id) = await BegunAsync("lead-last");
        (await OpenSeatsAsync(office, id)).ShouldBe([1, 2]);
        await VotedAsync(office, id, "agree", "汪思源");
        await store.SetClockAsync(Morning.AddDays(1));
        await VotedAsync(office, id, "agree", "贾淑云");

        (await OpenSeatsAsync(office, id)).ShouldBe([0]);
        (await office.LookAsync(id)).Case.Time.Clocks.ShouldHaveSingleItem().DueOn.ShouldBe(new DateOnly(2026, 9, 11));
        await VotedAsync(office, id, "object", "宋怀谷");
        (await StageAsync(office, id)).ShouldBe("void");
    }

    [Fact]
    public async Task A_ballot_counts_weights_and_seats_that_were_added()
    {
        var (office, id) = await BegunAsync("by-ballot");
        (await office.LookAsync(id)).Case.Seats.Select(s => s.Weight).ShouldBe([2, null, null]);
        await AddedAsync(office, id, "汪思源", Placing.After, "程立言");
        await VotedAsync(office, id, "agree", "宋怀谷");
        (await StageAsync(office, id)).ShouldBe("ballot", "three of five are needed");
        RoundSeats.Of([await office.LookAsync(id)], []).ShouldHaveSingleItem().Tally
            .ShouldBe("“同意”已有2票，要3票才通过（共5票，其他0票）");
        await VotedAsync(office, id, "object", "贾淑云");
        await VotedAsync(office, id, "object", "汪思源");
        await VotedAsync(office, id, "agree", "程立言");
        (await StageAsync(office, id)).ShouldBe("done");
    }

    [Fact]
    public async Task A_seat_added_before_another_takes_its_assignment_and_gives_it_back()
    {
        var (office, id) = await BegunAsync("in-turn");
        await AddedAsync(office, id, "宋怀谷", Placing.Before, "程立言");
        (await OpenSeatsAsync(office, id)).ShouldBe([3]);
        (await TimersAsync(office, id)).ShouldBe([3]);
        await VotedAsync(office, id, "agree", "程立言");
        (await OpenSeatsAsync(office, id)).ShouldBe([0]);
        await VotedAsync(office, id, "return", "宋怀谷");
        (await StageAsync(office, id)).ShouldBe("draft");
        await ProvedAsync(office);
    }

    [Fact]
    public async Task The_same_form_adds_once_and_another_person_under_its_key_is_refused()
    {
        var (office, id) = await BegunAsync("in-turn");
        var add = Add(await office.LookAsync(id), office, "宋怀谷", Placing.After, "程立言");
        var key = office.NewKey();

        (await office.Cases.HandleAsync(office.Unit, id, add, key, CancellationToken.None)).ShouldBe(new Answer.Done(false));
        (await office.Cases.HandleAsync(office.Unit, id, add, key, CancellationToken.None)).ShouldBe(new Answer.Done(true));
        (await office.Cases.HandleAsync(
            office.Unit, id, add with { Person = office.Person("曹晓岚") }, key, CancellationToken.None)).ShouldBeOfType<Answer.KeyReused>();
        (await office.LookAsync(id)).Case.Seats.Length.ShouldBe(4);
    }

    [Fact]
    public async Task The_consulted_are_flagged_and_silent_when_their_time_is_over()
    {
        var (office, id) = await BegunAsync("asking");
        var timers = TimeOffice.TimersOf(store, office);
        (await office.QueryAsync<bool>("SELECT consulted FROM assignment WHERE case_id = @id ORDER BY seat_no", new { id = id.Value }))
            .ShouldBe([false, true, true]);
        await VotedAsync(office, id, "object", "汪思源");
        await VotedAsync(office, id, "agree", "宋怀谷");
        (await StageAsync(office, id)).ShouldBe("asks", "one department has not been heard");
        (await OpenSeatsAsync(office, id)).ShouldBe([1]);
        RoundSeats.Of([await office.LookAsync(id)], []).ShouldHaveSingleItem().Seats.Select(s => (s.Who, s.State))
            .ShouldBe([("医务科", "已签"), ("护理部", "征求意见"), ("质管办", "已回复意见")]);

        await store.SetClockAsync(new DateTimeOffset(2026, 9, 11, 16, 0, 0, TimeSpan.Zero));
        await timers.PassAsync(office);

        (await StageAsync(office, id)).ShouldBe("done");
        await ProvedAsync(office);
    }

    [Fact]
    public async Task Who_is_added_where_one_signature_suffices_is_waited_for_and_then_the_others_are_released()
    {
        var (office, id) = await BegunAsync("asking");
        await AddedAsync(office, id, "韩亦舟", Placing.Before, "程立言");
        await VotedAsync(office, id, "agree", "程立言");
        (await OpenSeatsAsync(office, id)).ShouldBe([0, 1, 2]);
        await VotedAsync(office, id, "agree", "韩亦舟");
        (await OpenSeatsAsync(office, id)).ShouldBe([1, 2]);
        await VotedAsync(office, id, "agree", "贾淑云");
        await VotedAsync(office, id, "agree", "汪思源");
        (await StageAsync(office, id)).ShouldBe("done");
    }

    /// <summary>医务科 leads, 护理部 and 质管办 are with it.</summary>
    private async Task<(Office Office, CaseId Id)> BegunAsync(string action)
    {
        await store.SetClockAsync(Morning);
        var office = await Office.OpenAsync(store, TimeOffice.Workflows(Signing));
        var id = await office.DraftAsync(rows: 0);
        var inputs = Inputs.None with
        {
            Named = ImmutableDictionary<Party, PartyMembers>.Empty
                .Add(Party.ResponsibleDepartments, PartyMembers.Of(office.Body("医务科"), office.Body("护理部"), office.Body("质管办")))
                .Add(Party.LeadDepartment, PartyMembers.Of(office.Body("医务科"))),
        };
        (await VoteAsync(office, id, action, "叶秋水", inputs)).ShouldBe(new Answer.Done(false));
        await ProvedAsync(office);
        return (office, id);
    }

    private async Task VotedAsync(Office office, CaseId id, string action, string by)
    {
        (await VoteAsync(office, id, action, by)).ShouldBe(new Answer.Done(false));
        await ProvedAsync(office);
    }

    private static async Task<Answer> VoteAsync(Office office, CaseId id, string action, string by, Inputs? inputs = null)
    {
        var looked = await office.LookAsync(id);
        var act = new CaseCommand.Act(
            looked.Case.Round, SeatOf(looked, office.Person(by)), new ActionId(action), office.Person(by), null, null,
            inputs ?? Inputs.None, looked.Context.Grants.ContentHash, []);
        return await office.Cases.HandleAsync(office.Unit, id, act, office.NewKey(), CancellationToken.None);
    }

    private async Task AddedAsync(Office office, CaseId id, string by, Placing place, string person)
    {
        var add = Add(await office.LookAsync(id), office, by, place, person);
        (await office.Cases.HandleAsync(office.Unit, id, add, office.NewKey(), CancellationToken.None)).ShouldBe(new Answer.Done(false));
        await ProvedAsync(office);
    }

    private static CaseCommand.AddSeat Add(Looked looked, Office office, string by, Placing place, string person) => new(
        looked.Case.Round, SeatOf(looked, office.Person(by)), place, office.Person(person), "请把关", office.Person(by));

    private static SeatNo SeatOf(Looked looked, PersonId person) => looked.Case.OpenSeats.Concat(looked.Case.Seats)
        .First(s => Seating.MaySit(s, person, looked.Context.Directory, looked.Context.Today)).No;

    private async Task ProvedAsync(Office office)
    {
        await office.ProveAsync();
        (await new StoreCheck(store.Database).RunAsync(office.Unit, CancellationToken.None)).ShouldBeEmpty();
    }

    private static async Task<string> StageAsync(Office office, CaseId id) => (await office.LookAsync(id)).Case.Stage.Value;

    private static Task<IEnumerable<int>> OpenSeatsAsync(Office office, CaseId id) => office.QueryAsync<int>(
        "SELECT seat_no FROM assignment WHERE case_id = @id ORDER BY seat_no", new { id = id.Value });

    private static Task<IEnumerable<int>> TimersAsync(Office office, CaseId id) => office.QueryAsync<int>(
        "SELECT seat_no FROM timer WHERE case_id = @id ORDER BY seat_no", new { id = id.Value });
}
