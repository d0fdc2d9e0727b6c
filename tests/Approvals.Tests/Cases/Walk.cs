using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Tests.Definitions;

namespace Approvals.Tests.Cases;

/// <summary>
/// The twin of 绍市中医党〔2021〕18号 from its draft to the campaign's end. It is written in the shipped ids and speaks them
/// through <paramref name="words"/>, so that the same steps walk renamed definitions.
/// </summary>
internal sealed class Walk(World office, RandomWords? words)
{
    private static readonly CaseId Notice = CaseId.Derive(new DateOnly(2021, 6, 2), "walk");
    private static readonly DateOnly Later = new(2021, 9, 30);

    /// <summary>Presses by which a human agreed, refused, accepted or signed, issuing's excepted (domain 1B).</summary>
    public int Signatures { get; private set; }

    /// <summary>Those of <see cref="Signatures"/> that inspectors made.</summary>
    public int ByInspectors { get; private set; }

    private Case Campaign => office.ChildrenOf(Notice).Single();

    private IEnumerable<Case> Items => office.ChildrenOf(Campaign.Id);

    public Case ToTheEnd()
    {
        Issue();
        CarryOut();
        SelfCheck();
        Reconcile();
        Inspect();
        ClearAll();
        Press(Campaign, "close", TwinStaff.Clerk);
        return office[Notice];
    }

    private void Issue()
    {
        var seed = new ChildSeed("0", "专题活动通知", ImmutableDictionary<Party, PartyMembers>.Empty
            .Add(Party.Drafter, PartyMembers.Of(TwinStaff.HandlerOf("党建办")))
            .Add(Party.DraftingDepartment, PartyMembers.Of(TwinStaff.Body("党建办")))
            .Add(Party.HostDepartment, PartyMembers.Of(TwinStaff.Body("党建办"))), [], null);
        office.Open(Notice, new WorkflowId(W("notice")), new StageId(S("drafting")), seed).ShouldBeNull();
        HandIn();
        Press(office[Notice], "return", TwinStaff.Leaders[1], p => p.Because("第三项时间再议"));
        HandIn();
        Press(office[Notice], "agree", TwinStaff.Clerk, p => p.Recording(TwinStaff.Leaders[0], "纸质批示，6月1日"));
        Press(office[Notice], "agree", TwinStaff.Leaders[1]);
        Press(office[Notice], "agree", TwinStaff.Leaders[2]);
        At(Notice, "signing");
        Press(office[Notice], "sign", TwinStaff.Signatory);
        Press(office[Notice], "take-number", TwinStaff.Registrar, p => p.AndThen(A("issue")));
        At(Notice, "issued");
        Items.Count().ShouldBe(TwinStaff.Rows.Length);
    }

    /// <summary>From the draft to the countersigners, through whatever stages of one seat stand between.</summary>
    private void HandIn()
    {
        Press(office[Notice], "hand-in", TwinStaff.HandlerOf("党建办"), p => p.Naming(
            Party.Countersigners, PartyMembers.Of([.. TwinStaff.Leaders.Take(3)])));
        for (var guard = 0; office[Notice].Stage.Value != S("countersigning") && guard < 9; guard++)
        {
            var now = office[Notice];
            var by = Seating.Candidates(now.Seats.Single(), office.Directory, office.Today)[0];
            var onward = office.Book[now.Workflow].Stage(now.Stage)!.Actions[0]; // a case stands in a stage of its definition
            Refused(office.Do(Notice, Cases.Press.Of(onward.Id.Value, by).On(now, office)), now, onward.Id.Value);
        }

        At(Notice, "countersigning");
    }

    private void CarryOut()
    {
        foreach (var item in Items.ToList())
        {
            Branches(item.Id);
            Sign(item.Id);
            At(item.Id, "signed");
        }
    }

    private void Branches(CaseId item)
    {
        foreach (var branch in office.ChildrenOf(item).Where(c => !c.Ended && c.Workflow.Value == W("branch")).ToList())
        {
            var body = TwinStaff.Answering(branch.Party(Party.AssignedDepartment).Bodies[0]);
            if (branch.Stage.Value == S("acknowledging"))
            {
                Press(branch, "acknowledge", TwinStaff.HandlerOf(body));
            }

            Press(office[branch.Id], "progress", TwinStaff.HandlerOf(body), p => p.Reporting("进展顺利"));
            if (branch.Facts.Contains(Facts.Lead))
            {
                Press(office[branch.Id], "complete", TwinStaff.HandlerOf(body), p => p.Reporting("已完成"));
            }
            else
            {
                Press(office[branch.Id], "complete-part", TwinStaff.HeadOf(body), p => p.Reporting("已完成"));
            }
        }
    }

    private void Sign(CaseId item)
    {
        At(item, "department-signing");
        var lead = TwinStaff.Answering(office[item].Party(Party.LeadDepartment).Bodies[0]);
        Press(office[item], "agree", TwinStaff.HeadOf(lead));
        var part = office[item].Facts.Contains(Facts.Part);
        Press(office[item], part ? "agree-part" : "agree", office[item].Party(Party.FirstLeader).People[0]);
        Signatures += 2;
    }

    private void SelfCheck()
    {
        Press(Campaign, "open-checks", TwinStaff.Clerk);
        foreach (var item in Items.ToList())
        {
            foreach (var body in item.Party(Party.ResponsibleDepartments).Bodies)
            {
                var by = TwinStaff.HandlerOf(TwinStaff.Answering(body));
                if (item.Key == "5" && body == TwinStaff.Body("护理部"))
                {
                    Press(office[item.Id], "rate-partly", by, p => p.Because("便民箱未设齐").Until(Later));
                }
                else
                {
                    Press(office[item.Id], "rate-done", by, p => p.Reporting("自评完成"));
                }
            }
        }

        At(Campaign.Id, "gap-filling");
        var gap = office.ChildrenOf(Items.Single(i => i.Key == "5").Id).Single(c => c.Workflow.Value == W("item"));
        Branches(gap.Id);
        Sign(gap.Id);
        At(gap.Id, "made-good");
    }

    private void Reconcile()
    {
        At(Campaign.Id, "reconciling");
        foreach (var item in Items.ToList())
        {
            Press(item, "pass", TwinStaff.Clerk);
        }

        Press(
            Campaign, "open-acceptance", TwinStaff.Clerk, p => p.Naming(Party.Inspectors, PartyMembers.Of(TwinStaff.Inspectors)));
    }

    /// <summary>Each inspector passes what he passes on one sheet, a press; what fails is a press of its own.</summary>
    private void Inspect()
    {
        At(Campaign.Id, "accepting");
        foreach (var inspector in TwinStaff.Inspectors)
        {
            foreach (var item in Items.ToList())
            {
                if (item.Key == "6")
                {
                    Press(item, "reject", inspector, p => p.Because("评价系统未上线").Reporting("现场").Until(Later));
                }
                else
                {
                    Press(item, "accept", inspector, p => p.Reporting("合格"));
                }
            }

            ByInspectors += 2;
        }

        At(Campaign.Id, "rectifying");
        var failed = Items.Single(i => i.Key == "6");
        failed.OpenMatters("finding").Count().ShouldBe(2);
        Press(failed, "rectified", TwinStaff.HandlerOf(TwinStaff.Answering(failed.Party(Party.LeadDepartment).Bodies[0])),
            p => p.Reporting("已上线"));
        foreach (var inspector in TwinStaff.Inspectors)
        {
            Press(office[failed.Id], "accept", inspector, p => p.Reporting("整改到位"));
            ByInspectors++;
        }

        Signatures += ByInspectors;
    }

    /// <summary>销号 in batches: one press a leader.</summary>
    private void ClearAll()
    {
        At(Campaign.Id, "closing-out");
        foreach (var batch in Items.GroupBy(i => i.Party(Party.FirstLeader).People[0]).ToList())
        {
            foreach (var item in batch)
            {
                Press(item, item.Facts.Contains(Facts.Lasting) ? "make-lasting" : "clear", batch.Key);
            }

            Signatures++;
        }

        At(Campaign.Id, "summing-up");
    }

    private void Press(Case @case, string action, PersonId by, Func<Press, Press>? form = null)
    {
        var now = office[@case.Id];
        var press = Cases.Press.Of(A(action), by);
        Refused(office.Do(now.Id, (form?.Invoke(press) ?? press).On(now, office)), now, action);
    }

    private static void Refused(Refusal? why, Case @case, string action) =>
        why.ShouldBeNull($"{action} on {@case.Title} ({@case.Workflow}) in {@case.Stage}");

    private void At(CaseId id, string stage) => office[id].Stage.Value.ShouldBe(S(stage), office[id].Title);

    private string W(string id) => words?.Workflow(id) ?? id;

    private string S(string id) => words?.Stage(id) ?? id;

    private string A(string id) => words?.Action(id) ?? id;
}
