using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Time;
using Approvals.Web.Store.Cases;

namespace Approvals.IntegrationTests.Cases;

/// <summary>Gates on what children come to together, through the store: read under the parent's lock, woken by each number.</summary>
public sealed class ChildNumberStoreTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string Whole = """
        apiVersion: approvals/1
        workflow: whole
        title: 测评
        starts: [{on: drafted, at: draft}]
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {begin: {title: 开始, to: run, needs: [responsible_departments]}}
          - id: run
            title: 实施
            signers: {people: drafter}
            split: [{workflow: part, each: {body_of: responsible_departments}}]
            actions: {again: {title: 重来, to: run}}
            wait: {until: average of rate of part at least 90, to: done}
        ends: [{id: done, title: 办结}]
        """;

    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 科室
        stages:
          - id: work
            title: 填报
            signers: {bodies: assigned_department, roles: [head]}
            actions:
              say: {title: 填报, needs: [{number: rate, title: 满意度}]}
              submit: {title: 提交, to: sent}
        ends: [{id: sent, title: 已交}]
        """;

    [Fact]
    public async Task The_parent_goes_on_with_the_number_that_completes_the_average_and_the_latest_split_counts()
    {
        await store.SetClockAsync(new DateTimeOffset(2026, 9, 9, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store, TimeOffice.Workflows(Whole, Part));
        var id = await office.DraftAsync(rows: 0);
        await PressAsync(office, id, "begin", "叶秋水", Inputs.None with
        {
            Named = ImmutableDictionary<Party, PartyMembers>.Empty
                .Add(Party.ResponsibleDepartments, PartyMembers.Of(office.Body("医务科"), office.Body("护理部"))),
        });
        await SayAsync(office, id, "医务科", "宋怀谷", 95);
        await StandsAsync(office, id, "run", "one has not said it");
        await SayAsync(office, id, "护理部", "贾淑云", 60);
        await StandsAsync(office, id, "run", "77.5 on the average");

        await PressAsync(office, id, "again", "叶秋水", Inputs.None);
        await SayAsync(office, id, "医务科", "宋怀谷", 96);
        await StandsAsync(office, id, "run", "of the new split one has not said it");
        await SayAsync(office, id, "护理部", "贾淑云", 84.5m);

        await StandsAsync(office, id, "done", "90.25 on the average");
        await office.ProveAsync();
    }

    private static async Task StandsAsync(Office office, CaseId id, string stage, string why) =>
        (await office.LookAsync(id)).Case.Stage.Value.ShouldBe(stage, why);

    private static async Task SayAsync(Office office, CaseId parent, string body, string by, decimal rate)
    {
        var child = (await office.QueryAsync<Guid>(
            "SELECT case_id FROM flow_case WHERE parent_id = @parent AND child_key = @key ORDER BY parent_round DESC LIMIT 1",
            new { parent = parent.Value, key = $"{office.Body(body).Value}" })).Single();
        await PressAsync(
            office, new CaseId(child), "say", by, Inputs.None with { Numbers = Measures.None.Add("rate", rate) });
    }

    private static async Task PressAsync(Office office, CaseId id, string action, string by, Inputs inputs)
    {
        var looked = await office.LookAsync(id);
        var act = new CaseCommand.Act(
            looked.Case.Round, looked.Case.OpenSeats.First().No, new ActionId(action), office.Person(by), null, null, inputs,
            looked.Context.Grants.ContentHash, []);
        (await office.Cases.HandleAsync(office.Unit, id, act, office.NewKey(), CancellationToken.None)).ShouldBe(new Answer.Done(false));
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
    }
}
