using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Readers.Yaml;
using Approvals.Tests.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>撤销活动: what is done with already stays done with.</summary>
public sealed class CallingOffTests
{
    private static readonly DateOnly Later = Day.AddDays(30);

    [Fact]
    public void What_was_cleared_stays_cleared_and_is_filed_and_what_was_not_is_withdrawn()
    {
        var campaign = Accepted(Row("1", Medical), Row("2", Nursing)).When(Of("clear", Zhang)).ThenIn("cleared")
            .OnParent().When(Standing("call-off", Signatory).Because("任务取消")).ThenIn("called-off");
        campaign.OnChild("1").ThenIn("sealed").OnParent().OnChild("2").ThenIn("withdrawn");
    }

    [Fact]
    public void What_is_kept_up_outlives_the_campaign()
    {
        var kept = Accepted(Row("1", Medical) with { Facts = [Facts.Lasting] }).When(Of("make-lasting", Zhang)).ThenIn("kept-up")
            .OnParent().When(Standing("call-off", Signatory).Because("任务取消")).ThenIn("called-off").OnChild("1");
        kept.ThenStillIn("kept-up").When(Of("look-back", Clerk).Reporting("仍在开展")).ThenStillIn("kept-up")
            .When(Of("release", Clerk).Because("已写入制度")).ThenIn("sealed");
    }

    [Theory]
    [InlineData("cancelled: true", "cancelled: true, except: [dun]", "结局的 except 指向不存在的环节 dun")]
    [InlineData("title: 结}", "title: 结, except: [do]}", "except 只写在 cancelled: true 的结局：上级撤销时，在这些环节的不动")]
    public void What_stays_is_a_stage_and_said_where_it_would_end(string right, string wrong, string told)
    {
        const string Whole = """
            stages:
              - id: run
                title: 实施
                signers: {role: office}
                split: [{workflow: part, each: once}]
                actions: {stop: {title: 停办, to: done, effects: [cancel: children]}}
            """;
        const string Part = """
            apiVersion: approvals/1
            workflow: part
            title: 分工
            stages:
              - {id: do, title: 办理, signers: {role: office}, actions: {go: {title: 办结, to: end}}}
            ends: [{id: end, title: 结}, {id: gone, title: 撤销, cancelled: true}]
            """;
        Part.ShouldContain(right);
        Should.Throw<FaultsException>(() => Book(MainFile(Whole), Part.Replace(right, wrong, StringComparison.Ordinal)))
            .Faults.ShouldContain(f => $"{f}".Contains(told));
    }

    private static Scenario Accepted(params ImmutableArray<ChildSeed> rows)
    {
        var campaign = Given(
            Shipped.Book, "campaign",
            new Opened { Rows = rows }.With(Party.HostDepartment, Bodies(Quality)).With(Party.ResponsibleLeaders, People(Zhang)));
        foreach (var row in rows)
        {
            var body = row.Parties[Party.LeadDepartment].Bodies[0];
            campaign.OnChild(row.Key).OnChild($"{body.Value}").When(Of("acknowledge", HandlerOf(body)))
                .When(Of("complete", HandlerOf(body)).Reporting("完"))
                .OnParent().When(Of("agree", HeadOf(body))).When(Of("agree", Zhang)).ThenIn("signed").OnParent();
        }

        campaign.When(Of("open-checks", Clerk));
        foreach (var row in rows)
        {
            var body = row.Parties[Party.LeadDepartment].Bodies[0];
            campaign.OnChild(row.Key).When(Of("rate-done", HandlerOf(body)).Reporting("完")).OnParent();
        }

        foreach (var row in rows)
        {
            campaign.OnChild(row.Key).When(Of("pass", Clerk)).OnParent();
        }

        campaign.When(Of("open-acceptance", Clerk).Naming(Party.Inspectors, People(InspectorA, InspectorB)));
        foreach (var row in rows)
        {
            campaign.OnChild(row.Key).When(Of("accept", InspectorA).Reporting("好")).When(Of("accept", InspectorB).Reporting("好")).OnParent();
        }

        return campaign.OnChild(rows[0].Key).ThenIn("signing-off");
    }

    private static ChildSeed Row(string no, BodyId body) => new(
        no, $"第{no}项",
        ImmutableDictionary<Party, PartyMembers>.Empty.Add(Party.ResponsibleLeaders, People(Zhang))
            .Add(Party.ResponsibleDepartments, Bodies(body)).Add(Party.LeadDepartment, Bodies(body)),
        [], Later);
}
