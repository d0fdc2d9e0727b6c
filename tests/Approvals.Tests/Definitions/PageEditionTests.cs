using System.Text;
using System.Text.RegularExpressions;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Readers.Definitions;
using Approvals.Tests.Cases;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Definitions;

/// <summary>What docs/definitions.md says of its own small edition, and of its block at any stage, is what happens.</summary>
public sealed class PageEditionTests
{
    private static readonly string Page = File.ReadAllText(RepositoryFiles.PathOf("docs/definitions.md"));

    [Fact]
    public void A_department_drafts_its_head_checks_a_leader_signs_and_then_every_department_does_its_part() =>
        Carried().OnChild($"{Medical.Value}").When(Submitted(Medical)).ThenIn("done")
            .OnParent().ThenStillIn("carry-out")
            .OnChild($"{Nursing.Value}").When(Submitted(Nursing)).OnParent().ThenIn("done");

    [Fact]
    public void Who_checks_has_not_drafted() =>
        Drafted(HeadOf(Medical)).When(Of("hand-in", HeadOf(Medical))).ThenIn("check")
            .When(Of("agree", HeadOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("agree", DeputyOf(Medical))).ThenIn("sign");

    [Fact]
    public void A_return_at_once_waits_for_nobody() =>
        Checked().When(Of("return", Guan).Because("不妥")).ThenIn("draft");

    [Fact]
    public void Addressees_without_work_in_it_read_it() =>
        Carried().Once(office => office.Cases.Count(c => c.Workflow.Value == "reading").ShouldBe(1));

    [Fact]
    public void Withdrawn_from_above_everything_below_ends_at_its_own_end() =>
        Carried().When(Standing("withdraw", Clerk)).ThenRefused(new Refusal.Missing(new Input.Reason()))
            .When(Standing("withdraw", Clerk).Because("发错了")).ThenIn("off")
            .OnChild($"{Nursing.Value}").ThenIn("off");

    [Fact]
    public void What_is_excepted_is_not_done_there() =>
        Numbered().When(Standing("withdraw", Clerk).Because("发错了")).ThenRefused(new Refusal.NotAllowedHere());

    [Fact]
    public void What_is_handed_over_is_done_without_a_human() =>
        Carried().OnChild($"{Medical.Value}").When(Of("object", HeadOf(Medical)))
            .Once(office => office.History.Select(r => r.Event).OfType<CaseEvent.HandedActDone>()
                .ShouldHaveSingleItem().Action.ShouldBe(new ActionId("told")));

    private static Scenario Drafted(PersonId by) => Scenario.Given(
        Book(), "letter",
        new Opened { Directory = Unit }.With(Party.Drafter, People(by)).With(Party.DraftingDepartment, Bodies(Medical))
            .With(Party.ResponsibleLeaders, People(Zhang, Guan)).With(Party.ResponsibleDepartments, Bodies(Medical, Nursing))
            .With(Party.Addressees, Bodies(Pharmacy)));

    private static Scenario Checked() =>
        Drafted(HandlerOf(Medical)).When(Of("hand-in", HandlerOf(Medical))).When(Of("agree", HeadOf(Medical))).ThenIn("sign");

    private static Scenario Numbered() => Checked().When(Of("agree", Zhang)).When(Of("agree", Guan)).ThenIn("number");

    private static Scenario Carried() => Numbered().When(Of("take", Clerk)).ThenIn("carry-out");

    private static Press Submitted(BodyId body) => Of("submit", HeadOf(body)).Reporting("已办");

    /// <summary>The page's clerk is the hospital's office.</summary>
    private static UnitDirectory Unit { get; } = With(Clerk, OfficeRoom, "clerk");

    /// <summary>The page's files, with its block at any stage in the letter: what that needs of others is what the page says it needs.</summary>
    private static WorkflowBook Book() => BookReader.Read(Regex.Matches(Page, @"```yaml\n# file: (\S+)\n(.*?)```", RegexOptions.Singleline)
        .Where(m => m.Groups[1].Value != "ward.yaml") // its tasks would hand over to it too
        .Select(m => new DefinitionFile(m.Groups[1].Value, Encoding.UTF8.GetBytes(m.Groups[1].Value switch
        {
            "letter.yaml" => m.Groups[2].Value.Replace("ends:\n", Regex.Match(Page, @"```yaml\n(at_any_stage:.*?)```", RegexOptions.Singleline)
                .Groups[1].Value + "ends:\n  - {id: off, title: 已撤销}\n", StringComparison.Ordinal),
            "task.yaml" => m.Groups[2].Value
                .Replace("ends: [", "ends: [{id: off, title: 已撤销, cancelled: true}, ", StringComparison.Ordinal)
                .Replace("      submit:", "      object: {title: 有异议, effects: [{hand: told, to_parent: true}]}\n      submit:", StringComparison.Ordinal),
            "reading.yaml" => m.Groups[2].Value.Replace("ends: [", "ends: [{id: off, title: 已撤销, cancelled: true}, ", StringComparison.Ordinal),
            _ => m.Groups[2].Value,
        }))));
}
