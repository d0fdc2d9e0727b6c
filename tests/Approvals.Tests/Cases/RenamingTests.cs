using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Tests.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>调整验收人员, 改派责任领导: whoever is named has the seats of who is not named any more, wherever they stand.</summary>
public sealed class RenamingTests
{
    private static readonly DateOnly Later = Day.AddDays(30);

    [Fact]
    public void Renamed_during_rectification_the_new_inspectors_look_at_what_was_rectified() =>
        Rejected().When(Standing("rename-inspectors", Clerk).Because("回避").Naming(Party.Inspectors, People(InspectorC, Guan)))
            .When(Of("rectified", HandlerOf(Medical)).Reporting("已改")).ThenIn("reinspecting")
            .Then(item => SittersOf(item).ShouldBe([InspectorC, Guan]))
            .When(Of("accept", InspectorA).Reporting("好")).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("accept", InspectorC).Reporting("好")).When(Of("accept", Guan).Reporting("好")).ThenIn("signing-off");

    [Fact]
    public void Renamed_while_it_is_looked_at_again_the_new_one_has_the_seat_and_who_stays_keeps_his() =>
        Rejected().When(Of("rectified", HandlerOf(Medical)).Reporting("已改")).ThenIn("reinspecting")
            .When(Standing("rename-inspectors", Clerk).Because("回避").Naming(Party.Inspectors, People(InspectorC, InspectorB)))
            .Then(item => SittersOf(item).ShouldBe([InspectorC, InspectorB]));

    [Fact]
    public void Renamed_for_the_whole_campaign_they_have_the_seats_of_the_items_that_are_being_inspected() =>
        Inspecting().OnParent().When(Of("rename-inspectors", Clerk).Naming(Party.Inspectors, People(InspectorC, Guan))).ThenIn("accepting")
            .OnChild("1").ThenIn("inspecting").Then(item => SittersOf(item).ShouldBe([InspectorC, Guan]))
            .When(Of("accept", InspectorA).Reporting("好")).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void An_item_that_was_given_inspectors_of_its_own_keeps_them_when_the_campaigns_change() =>
        Inspecting().When(Standing("rename-inspectors", Clerk).Because("回避").Naming(Party.Inspectors, People(InspectorB, InspectorC)))
            .OnParent().When(Of("rename-inspectors", Clerk).Naming(Party.Inspectors, People(Guan, Signatory)))
            .OnChild("1").Then(item => SittersOf(item).ShouldBe([InspectorB, InspectorC], ignoreOrder: true));

    [Fact]
    public void One_more_name_takes_nobodys_seat() =>
        Inspecting().When(Standing("rename-inspectors", Clerk).Because("增加").Naming(
                Party.Inspectors, People(InspectorC, InspectorB, InspectorA, Guan)))
            .Then(item => SittersOf(item).ShouldBe([InspectorA, InspectorB]));

    [Fact]
    public void Another_leader_decides_where_the_office_or_the_leader_may_decide() =>
        Item().OnChild($"{Medical.Value}").When(Of("return", HeadOf(Medical)).Because("不归我")).ThenIn("disputing").OnParent()
            .When(Standing("rename-leaders", Clerk).Because("分工调整").Naming(Party.ResponsibleLeaders, People(Guan)))
            .OnChild($"{Medical.Value}")
            .When(Of("overrule", Zhang).Because("办")).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("overrule", Guan).Because("办")).ThenIn("working");

    private static List<PersonId?> SittersOf(Case item) => [.. item.Seats.SelectMany(s => s.Sitters).Select(s => s.Person)];

    private static Scenario Rejected() => Inspecting()
        .When(Of("reject", InspectorA).Reporting("差").Because("未到位").Until(Later))
        .When(Of("reject", InspectorB).Reporting("差").Because("未到位").Until(Later)).ThenIn("rectifying");

    private static Scenario Inspecting() => Item()
        .OnChild($"{Medical.Value}").When(Of("acknowledge", HandlerOf(Medical))).When(Of("complete", HandlerOf(Medical)).Reporting("完"))
        .OnParent().When(Of("agree", HeadOf(Medical))).When(Of("agree", Zhang)).ThenIn("signed")
        .OnParent().When(Of("open-checks", Clerk))
        .OnChild("1").When(Of("rate-done", HandlerOf(Medical)).Reporting("完")).ThenIn("reconciling-row").When(Of("pass", Clerk))
        .OnParent().When(Of("open-acceptance", Clerk).Naming(Party.Inspectors, People(InspectorA, InspectorB)))
        .OnChild("1").ThenIn("inspecting");

    private static Scenario Item() => Given(
        Shipped.Book, "campaign",
        new Opened
        {
            Rows =
            [
                new ChildSeed(
                    "1", "第1项",
                    ImmutableDictionary<Party, PartyMembers>.Empty.Add(Party.ResponsibleLeaders, People(Zhang, Guan))
                        .Add(Party.ResponsibleDepartments, Bodies(Medical)).Add(Party.LeadDepartment, Bodies(Medical)),
                    [], Later),
            ],
        }.With(Party.HostDepartment, Bodies(Quality)).With(Party.ResponsibleLeaders, People(Zhang))).OnChild("1");
}
