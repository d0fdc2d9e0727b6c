using System.Collections.Immutable;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>What leaves the office with a press: files that are made of the case, and those to whom it is sent (分发).</summary>
internal static class Products
{
    /// <summary>The making is nobody's press: it is asked for here, and its end comes back as a command.</summary>
    public static void Order(Steps steps, Product what, Context context)
    {
        var content = context.Grants.ContentHash;
        steps.Add(new CaseEvent.ProductOrdered(what, content));
        steps.Ask(new Request.Produce(what, steps.Case.Version, content));
    }

    /// <summary>
    /// Those whom the rules would seat: who has work in it is told; the others get one case to read it in.
    /// </summary>
    public static void Distribute(Steps steps, Effect.Distribute effect, CaseCommand.Act? act, Context context)
    {
        var working = context.Grants.Rows.SelectMany(row => row.Parties.GetValueOrDefault(Party.ResponsibleDepartments, PartyMembers.None).Bodies)
            .Concat(steps.Case.Party(Party.ResponsibleDepartments).Bodies)
            .Select(context.Directory.Answering).ToHashSet();
        var to = Seating.Who(effect.To, steps.Case, null, context).Where(person => person != act?.Decider && Scoping.Admits(steps.Case, person, context))
            .ToLookup(person => context.Directory.PostsOf(person, context.Today).Any(post => working.Contains(post.Body)));
        if (to[true].Any())
        {
            steps.Add(new CaseEvent.CopySent(steps.Case.Round, steps.Case.Stage, [.. to[true]], act?.Decider));
        }

        if (to[false].Any())
        {
            steps.OpenChild(effect.Workflow, new ChildSeed(
                $"{steps.Case.Version}", steps.Case.Title, steps.Case.Parties.SetItem(Party.Readers, PartyMembers.Of([.. to[false]])),
                steps.Case.Facts, DueOn: null));
        }
    }
}
