namespace Approvals.Tests.Model;

/// <summary>
/// Walks a process to the end in every way: each stage with and without an address to go straight back to, with a due date and
/// without, with the text frozen or not, the clock stopped or not, a gap open or not, and children as far as they can always come. What it cannot enter, or
/// cannot get out of by its own rules, is unsound: that it can be withdrawn is no way out.
/// </summary>
internal sealed class Exploration(Process process)
{
    private readonly Dictionary<Ask, bool> _comes = [];

    /// <summary>The first thing that is wrong, in a few words; null: nothing.</summary>
    public string? Fault() => process.Flows.SelectMany(Faults).FirstOrDefault();

    private IEnumerable<string> Faults(Flow flow)
    {
        foreach (var (from, to) in flow.Stages.SelectMany(s => s.Deeds.Concat(flow.Anywhere).SelectMany(d => d.To).Select(to => (s.Id, to))))
        {
            if (!flow.Ends.Contains(to) && flow.IndexOf(to) < 0)
            {
                yield return $"{from} leads to {to}, which is nowhere";
            }
        }

        foreach (var stage in flow.Stages.Where(s => s.Who is not null))
        {
            if (stage.Who is { Party: "", SameAs: "" } who
                && (who.AtLeast > 1 || (stage is { Rule: SignRule.Ballot, Ballot: { Percent: false, Need: > 1 } })))
            {
                yield return $"{stage.Id} has one seat and wants more";
            }
        }

        var reached = Reached(flow);
        foreach (var place in flow.Stages.Select(s => s.Id).Concat(flow.Ends)
            .Where(p => p != flow.CancelledAt && !reached.Keys.Any(r => r.Stage == p)))
        {
            yield return $"{place} is never reached";
        }

        foreach (var stuck in reached.Keys.Except(Coming(reached, r => flow.Ends.Contains(r.Stage))))
        {
            yield return $"from {stuck.Stage} no end can be reached";
        }
    }

    /// <summary>Whatever can be reached, and what it leads to by the rules of its stages.</summary>
    private Dictionary<At, List<At>> Reached(Flow flow)
    {
        var reached = new Dictionary<At, List<At>>();
        var ahead = new Queue<At>(Begins(flow));
        while (ahead.TryDequeue(out var at))
        {
            if (!reached.ContainsKey(at))
            {
                reached[at] = [.. Next(flow, at, withdrawn: false).Distinct()];
                foreach (var next in reached[at].Concat(Next(flow, at, withdrawn: true)))
                {
                    ahead.Enqueue(next);
                }
            }
        }

        return reached;
    }

    /// <summary>From where one of the goals can be reached.</summary>
    private static HashSet<At> Coming(Dictionary<At, List<At>> reached, Func<At, bool> goal)
    {
        var back = reached.SelectMany(r => r.Value.Select(to => (to, r.Key))).ToLookup(r => r.to, r => r.Key);
        var coming = reached.Keys.Where(goal).ToHashSet();
        var ahead = new Stack<At>(coming);
        while (ahead.TryPop(out var at))
        {
            foreach (var from in back[at].Where(coming.Add))
            {
                ahead.Push(from);
            }
        }

        return coming;
    }

    private IEnumerable<At> Next(Flow flow, At at, bool withdrawn)
    {
        if (flow.Stages.FirstOrDefault(s => s.Id == at.Stage) is not { } stage)
        {
            return [];
        }

        var deeds = stage.Who is null ? [] : stage.Deeds.Where(d => May(d.When, at)).SelectMany(d => Done(flow, stage, d, at));
        var standing = flow.Anywhere.Where(d => withdrawn && !d.Except.Contains(stage.Id) && May(d.When, at))
            .SelectMany(d => Done(flow, stage, d, at));
        var alone = stage is { Who: not null, AtEnd: { } late } && !at.Suspended && (at.Dated || !stage.OwnTime) ? Goes(flow, at, late, null) : [];
        var waited = stage.Wait is { } wait && Comes(wait.Until) ? Goes(flow, at, wait.To, null) : [];
        return deeds.Concat(standing).Concat(alone).Concat(waited);
    }

    /// <summary>What a deed comes to: where it decides, and, of a vote that raises something, where it does not.</summary>
    private static IEnumerable<At> Done(Flow flow, Stage stage, Deed deed, At at)
    {
        var after = deed.Does switch
        {
            Does.Freeze => at with { Frozen = true },
            Does.Suspend => at with { Suspended = true },
            Does.Resume => at with { Suspended = false },
            Does.Raise when deed.Leads => at with { Gap = true },
            Does.Settle => at with { Gap = false },
            _ => at,
        };
        var targets = deed.AnyEarlier
            ? flow.Stages.TakeWhile(s => s != stage).Where(s => s.Who is not null).Select(s => s.Id)
            : deed.To.AsEnumerable();
        var moved = targets.SelectMany(to => Goes(flow, after, to, deed.Way == WayOn.Rewalk ? null : at.Stage));
        return !deed.Leads || (deed.Does == Does.Raise && stage.Who is not { Party: "", SameAs: "" }) ? moved.Append(after) : moved;
    }

    private static IEnumerable<At> Goes(Flow flow, At at, string to, string? comesBackTo)
    {
        var (here, there) = (flow.IndexOf(at.Stage), flow.IndexOf(to));
        return there > here ? [at with { Stage = at.Address ?? to, Address = null }]
            : there < 0 || (at.Address is not null && there < here) ? [at with { Stage = to, Address = null }]
            : there == here || comesBackTo is null ? [at with { Stage = to }]
            : [at with { Stage = to }, at with { Stage = to, Address = comesBackTo }];
    }

    private static bool May(Ask ask, At at) => ask.Holds switch
    {
        Holds.Frozen => at.Frozen,
        Holds.NotFrozen => !at.Frozen,
        Holds.Suspended => at.Suspended,
        Holds.NotSuspended => !at.Suspended,
        Holds.NoGap => !at.Gap,
        _ => true,
    };

    /// <summary>Whether the children come so far from wherever they may be.</summary>
    private bool Comes(Ask ask)
    {
        if (ask.Holds is not (Holds.ChildrenEnded or Holds.ChildrenReached))
        {
            return true;
        }

        if (!_comes.TryGetValue(ask, out var comes))
        {
            var child = process[ask.Flow];
            var reached = Reached(child);
            _comes[ask] = comes = Coming(reached, r => child.Ends.Contains(r.Stage)
                || (ask.Holds == Holds.ChildrenReached && child.IndexOf(r.Stage) >= child.IndexOf(ask.Stage))).Count == reached.Count;
        }

        return comes;
    }

    /// <summary>With a due date of its own, and without.</summary>
    private static IEnumerable<At> Begins(Flow flow) =>
        new[] { false, true }.Select(dated => new At(flow.Stages[0].Id, null, dated, false, false, false));

    private sealed record At(string Stage, string? Address, bool Dated, bool Frozen, bool Suspended, bool Gap);
}
