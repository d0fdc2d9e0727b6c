using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Store.Cases;

namespace Approvals.IntegrationTests.Cases;

/// <summary>One press that is permitted now.</summary>
internal sealed record Press(CaseId Case, string Title, StageId? To, CaseCommand.Act Act);

/// <summary>
/// Walks any definitions: it asks the engine what is permitted and knows no stage and no action by name.
/// </summary>
internal static class Walk
{
    /// <summary>The next press that leads the tree on, children before their parents; null at its end.</summary>
    public static async Task<Press?> NextAsync(Office office, CaseId root)
    {
        foreach (var id in await office.TreeAsync(root))
        {
            var looked = await office.LookAsync(id);
            if (Presses(looked, office).FirstOrDefault(p => LeadsOn(p, looked)) is { } press)
            {
                return press;
            }
        }

        return null;
    }

    /// <summary>Any press that is permitted somewhere in the tree, forwards or back.</summary>
    public static async Task<Press?> AnyAsync(Office office, CaseId root, Random taste)
    {
        var all = new List<Press>();
        foreach (var id in await office.TreeAsync(root))
        {
            all.AddRange(All(await office.LookAsync(id), office));
        }

        return all.Count == 0 ? null : all[taste.Next(all.Count)];
    }

    /// <summary>Everything that somebody may press in this case now, with its form filled in.</summary>
    public static IEnumerable<Press> Presses(Looked looked, Office office) =>
        from seat in looked.Case.Seats
        where looked.Case.RoundIsOpen && !looked.Case.HasVoted(seat.No)
        from action in looked.Workflow.Stage(looked.Case.Stage)?.Actions ?? []
        from person in Seating.Candidates(seat, looked.Context.Directory, looked.Context.Today)
        let act = new CaseCommand.Act(
            looked.Case.Round, seat.No, action.Id, person, null, null, Filled(action, looked, office),
            looked.Context.Grants.ContentHash, [])
        where Decisions.Judge(looked.Case, act, looked.Context) is null
        select new Press(looked.Case.Id, action.Title, action.To ?? act.Inputs.Target, act);

    /// <summary>The same with what may be done at any stage and leads nowhere (中止, 恢复).</summary>
    public static IEnumerable<Press> All(Looked looked, Office office) => Presses(looked, office)
        .Concat(Standing(looked, office).Where(p => p.To is null && p.Act.Inputs.Named.IsEmpty
            && Decisions.Judge(looked.Case, p.Act, looked.Context) is null));

    /// <summary>What may be done at any stage, by whoever may, for a reason.</summary>
    public static IEnumerable<Press> Standing(Looked looked, Office office, CaseId? sibling = null) =>
        from standing in looked.Workflow.Standing
        let seat = AtAnyStage.SeatOf(standing, looked.Case, looked.Context)
        where seat is not null
        from person in Seating.Candidates(seat, looked.Context.Directory, looked.Context.Today)
        let inputs = Filled(standing.Action, looked, office) with { Sibling = sibling }
        let act = new CaseCommand.Act(
            looked.Case.Round, seat.No, standing.Action.Id, person, null, null, inputs, looked.Context.Grants.ContentHash, [])
        select new Press(looked.Case.Id, standing.Action.Title, standing.Action.To, act);

    /// <summary>Onwards in the file's order; to an end only where the stage is meant to end there.</summary>
    private static bool LeadsOn(Press press, Looked looked)
    {
        if (press.To is not { } to || to == looked.Case.Stage || !looked.Workflow.HasReached(to, looked.Case.Stage))
        {
            return false;
        }

        var moving = (looked.Workflow.Stage(looked.Case.Stage)?.Actions ?? []).Select(a => a.To).OfType<StageId>().ToList();
        return !looked.Workflow.IsEnd(to) || moving.TrueForAll(looked.Workflow.IsEnd) || moving[0] == to;
    }

    private static Inputs Filled(StageAction action, Looked looked, Office office) => new(
        new Said(null, "因故", "已办", looked.Context.Today.AddDays(20), []),
        action.Needs.OfType<Input.Naming>().ToImmutableDictionary(n => n.Party, n => Members(n.Party, looked, office)))
    {
        Target = Moves.Targets(looked.Case, action, looked.Workflow) is [var first, ..] ? first : null,
        Way = action.Then == WayBack.AsChosen ? WayBack.Rewalk : null,
    };

    private static PartyMembers Members(Party party, Looked looked, Office office) => party switch
    {
        Party.Countersigners => PartyMembers.Of(office.Person("顾明溪"), office.Person("林清和")),
        Party.Inspectors => PartyMembers.Of(
            [.. looked.Context.Directory.PostsIn(office.Body("验收组"), looked.Context.Today).Select(p => p.Person)]),
        Party.ResponsibleLeaders => PartyMembers.Of(office.Person("林清和"), office.Person("方知行")),
        Party.Readers => PartyMembers.Of(office.Person("陆远舟"), office.Person("方知行")),
        Party.AssignedDepartment => PartyMembers.Of(office.Body("护理部")),
        Party.ConcernedDepartments => looked.Case.Party(Party.ResponsibleDepartments),
        _ => throw new System.Diagnostics.UnreachableException($"nobody to name as {party}"),
    };
}
