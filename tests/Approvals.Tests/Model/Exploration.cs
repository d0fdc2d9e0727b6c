namespace Approvals.Tests.Model;

/// <summary>
/// Walks a process to the end in every way: each stage with and without an address to go straight back to, every guard open or
/// shut as it likes, children as far as they can always come. What it cannot enter or cannot get out of is unsound.
/// </summary>
internal sealed class Exploration(Process process)
{
    /// <summary>The first thing that is wrong, in a few words; null: nothing.</summary>
    public string? Fault() => process.Flows.SelectMany(Faults).FirstOrDefault();

    private IEnumerable<string> Faults(Flow flow)
    {
        foreach (var (from, to) in flow.Stages.SelectMany(s => Edges(flow, s).Select(to => (s.Id, to))))
        {
            if (!flow.Ends.Contains(to) && flow.IndexOf(to) < 0)
            {
                yield return $"{from} leads to {to}, which is nowhere";
            }
        }

        foreach (var stage in flow.Stages.Where(s => s.Who is not null))
        {
            if (stage.Who is { Party: "", SameAs: "" } who && (who.AtLeast > 1 || (stage is { Rule: SignRule.Ballot, Ballot: { Percent: false, Need: > 1 } })))
            {
                yield return $"{stage.Id} has one seat and wants more";
            }
        }

        var reached = Reached(flow, (flow.Stages[0].Id, null));
        foreach (var place in flow.Stages.Select(s => s.Id).Concat(flow.Ends).Where(p => p != flow.CancelledAt && !reached.Exists(r => r.Stage == p)))
        {
            yield return $"{place} is never reached";
        }

        foreach (var stuck in reached.Where(r => !Reached(flow, r).Exists(e => flow.Ends.Contains(e.Stage))))
        {
            yield return $"from {stuck.Stage} no end can be reached";
        }
    }

    private List<(string Stage, string? Address)> Reached(Flow flow, (string Stage, string? Address) from)
    {
        var reached = new List<(string Stage, string? Address)> { from };
        for (var at = 0; at < reached.Count; at++)
        {
            reached.AddRange(Next(flow, reached[at]).Distinct().Where(next => !reached.Contains(next)).ToList());
        }

        return reached;
    }

    private IEnumerable<(string Stage, string? Address)> Next(Flow flow, (string Stage, string? Address) at)
    {
        if (flow.Stages.FirstOrDefault(s => s.Id == at.Stage) is not { } stage)
        {
            return [];
        }

        var here = flow.IndexOf(at.Stage);
        return Edges(flow, stage).SelectMany(to =>
        {
            var onward = flow.IndexOf(to) > here;
            (string, string?)[] ways = onward ? [(at.Address ?? to, null)]
                : flow.IndexOf(to) < 0 || at.Address is not null ? [(to, null)]
                : [(to, null), .. stage.Deeds.Any(d => d.Way != WayOn.Rewalk) ? [(to, at.Stage)] : Array.Empty<(string, string?)>()];
            return ways;
        });
    }

    private IEnumerable<string> Edges(Flow flow, Stage stage)
    {
        var earlier = flow.Stages.TakeWhile(s => s != stage).Where(s => s.Who is not null).Select(s => s.Id).ToList();
        var pressed = stage.Who is null ? [] : stage.Deeds.SelectMany(d => d.AnyEarlier ? earlier : d.To.AsEnumerable());
        var standing = flow.Anywhere.Where(d => !d.Except.Contains(stage.Id)).SelectMany(d => d.To);
        string[] alone = [.. stage.Who is not null && stage.AtEnd is { } late ? [late] : Array.Empty<string>()];
        string[] waited = [.. stage.Wait is { } wait && Comes(wait.Until) ? [wait.To] : Array.Empty<string>()];
        return pressed.Concat(standing).Concat(alone).Concat(waited);
    }

    /// <summary>Whether the children come so far from wherever they may be.</summary>
    private bool Comes(Ask ask)
    {
        if (ask.Holds is not (Holds.ChildrenEnded or Holds.ChildrenReached))
        {
            return true;
        }

        var child = process[ask.Flow];
        return Reached(child, (child.Stages[0].Id, null)).TrueForAll(r => Reached(child, r).Exists(e =>
            child.Ends.Contains(e.Stage) || (ask.Holds == Holds.ChildrenReached && child.IndexOf(e.Stage) >= child.IndexOf(ask.Stage))));
    }
}
