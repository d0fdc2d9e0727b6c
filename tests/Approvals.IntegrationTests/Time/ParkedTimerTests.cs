using Approvals.Engine;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Messages;
using Approvals.IntegrationTests.Pages;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.IntegrationTests.Time;

/// <summary>The end of a time that leads where nobody may act: set aside with its reason, and no other waits for it.</summary>
public sealed class ParkedTimerTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string Asking = """
        apiVersion: approvals/1
        workflow: asking
        title: 限时答复
        starts: [{on: drafted, at: asked}]
        stages:
          - id: asked
            title: 待答复
            signers: {people: drafter}
            deadline: 2 hours
            on_deadline: examined
            actions:
              note: {title: 记一笔, needs: [report]}
              hand: {title: 转出, to: handed}
          - {id: examined, title: 考评, signers: {role: examiner}, actions: {stop: {title: 了结, to: over}}}
          - {id: handed, title: 已转出, signers: {people: drafter}, deadline: 2 hours, on_deadline: lapsed, actions: {stop: {title: 了结, to: over}}}
          - {id: lapsed, title: 已过时, signers: {people: drafter}, actions: {stop: {title: 了结, to: over}}}
        ends:
          - {id: over, title: 了结}
        """;

    private static readonly DateTimeOffset Morning = new(2026, 9, 7, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_cannot_fire_is_set_aside_with_its_reason_and_the_others_of_its_batch_fire()
    {
        var (office, timers, stuck) = await OpenAsync();
        CaseId[] others = [await office.DraftAsync(rows: 0), await office.DraftAsync(rows: 0), await office.DraftAsync(rows: 0)];
        foreach (var other in others)
        {
            await office.PressAsync(other, "转出");
        }

        await EndOfTimeAsync();
        (await timers.PassAsync(office)).ShouldBe(new FiringRound(Fired: 3, Left: 0, Parked: 1));

        (await StagesAsync(office, [stuck, .. others])).ShouldBe(["待答复", "已过时", "已过时", "已过时"]);
        (await WhyAsync(office)).ShouldHaveSingleItem().ShouldBe(("下一步“考评”现在没有人可以办，请先请办公室补上人员。", null));
        (await timers.PassAsync(office)).ShouldBe(FiringRound.None, "nothing has changed, so nothing is tried");
        await office.ProveAsync();
    }

    [Fact]
    public async Task It_fires_once_somebody_may_act_where_it_leads()
    {
        var (office, timers, stuck) = await OpenAsync();
        await EndOfTimeAsync();
        (await timers.PassAsync(office)).Parked.ShouldBe(1);

        await AppointAsync(office);

        (await timers.PassAsync(office)).Fired.ShouldBe(1);
        (await StagesAsync(office, [stuck])).ShouldBe(["考评"]);
        (await WhyAsync(office)).ShouldBeEmpty();
        await office.ProveAsync();
    }

    [Fact]
    public async Task It_is_tried_again_when_somebody_has_acted_on_the_case()
    {
        var (office, timers, stuck) = await OpenAsync();
        await EndOfTimeAsync();
        await timers.PassAsync(office);
        await AppointAsync(office);
        await AsIfParkedNowAsync();
        (await timers.PassAsync(office)).ShouldBe(FiringRound.None, "the directory is the same");

        await office.PressAsync(stuck, "记一笔");

        (await timers.PassAsync(office)).Fired.ShouldBe(1);
        (await StagesAsync(office, [stuck])).ShouldBe(["考评"]);
    }

    [Fact]
    public async Task It_is_tried_again_by_a_node_that_starts()
    {
        var (office, timers, stuck) = await OpenAsync();
        await EndOfTimeAsync();
        await timers.PassAsync(office);
        await AppointAsync(office);
        await AsIfParkedNowAsync();
        (await timers.PassAsync(office)).ShouldBe(FiringRound.None, "the directory is the same");

        await using var node = await store.StartNodeAsync("starts");
        await Mail.UntilAsync(store.AdminConnection, "SELECT NOT EXISTS (SELECT FROM timer WHERE due_at <= office_now())");

        (await StagesAsync(office, [stuck])).ShouldBe(["考评"]);
        (await node.StopAsync()).ShouldBe(0, node.Errors);
    }

    private static async Task<IEnumerable<string>> StagesAsync(Office office, CaseId[] cases) =>
        (await office.Cases.LookAsync(office.Unit, cases, default)).Select(l => l.Workflow.TitleOf(l.Case.Stage));

    private static Task<IEnumerable<(string Why, string? Error)>> WhyAsync(Office office) =>
        office.QueryAsync<(string, string?)>("SELECT parked, parked_error FROM timer WHERE parked IS NOT NULL");

    /// <summary>In the product's own way: the directory's version grows.</summary>
    private Task AppointAsync(Office office) => store.Database.InUnitAsync(
        office.Unit,
        (connection, _) => connection.ExecuteAsync(
            """
            INSERT INTO post (unit_id, person_id, body_id, role, valid_from)
            VALUES (@unit, @person, @body, 'examiner', '2020-01-01')
            ON CONFLICT (unit_id, person_id, body_id, role, valid_from) DO UPDATE SET valid_to = NULL
            """,
            new { unit = office.Unit.Value, person = office.Person("宋怀谷").Value, body = office.Body("医务科").Value }),
        CancellationToken.None);

    /// <summary>As if it had been set aside under this very directory.</summary>
    private Task AsIfParkedNowAsync() => TestCluster.ExecuteAsync(
        store.AdminConnection, "UPDATE timer SET parked_version = (SELECT max(version) FROM unit_directory) WHERE parked IS NOT NULL");

    private Task EndOfTimeAsync() => store.SetClockAsync(Morning.AddHours(2));

    /// <summary>A case whose time ends where nobody may act; what other tests left has no timer any more.</summary>
    private async Task<(Office Office, Timers Timers, CaseId Stuck)> OpenAsync()
    {
        await store.SetClockAsync(Morning);
        var office = await Office.OpenAsync(store, TimeOffice.Workflows(Asking));
        await TestCluster.ExecuteAsync(
            store.AdminConnection,
            "UPDATE assignment SET due_on = NULL, ladder_since = NULL, due_at = NULL; DELETE FROM timer");
        await store.Database.InUnitAsync(
            office.Unit,
            (connection, _) => connection.ExecuteAsync("UPDATE post SET valid_to = valid_from WHERE role = 'examiner'"),
            CancellationToken.None);
        return (office, TimeOffice.TimersOf(store, office), await office.DraftAsync(rows: 0));
    }
}

/// <summary>The same, as its page shows it.</summary>
public sealed class ParkedTimerPageTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task The_item_says_why_it_cannot_go_on()
    {
        var item = await split.ItemAsync("1");
        using var client = await split.SignedInAsync("yeqiushui");
        var address = $"/items/{item.Case.Id}";
        (await SplitCampaign.PageAsync(client, address)).Body!.TextContent.ShouldNotContain("停在这里"); // every page has a body

        await TestCluster.ExecuteAsync(
            split.Store.AdminConnection,
            $"""
             UPDATE timer t SET parked = '考评现在没有人可以办。', parked_version = 1
             FROM flow_case c WHERE c.case_id = t.case_id AND c.parent_id = '{item.Case.Id.Value}'
             """);

        (await SplitCampaign.PageAsync(client, address)).Body!.TextContent.ShouldContain("考评现在没有人可以办；补好以后系统会自动接着走");
    }
}
