namespace Approvals.Tests.Model;

/// <summary>
/// Walks a process to the end in every way: each stage with and without an address to go straight back to, with a due date and
/// without, with one member or several of whoever signs, vote by vote, with the text frozen or not, the clock stopped or not, a gap
/// open or not, and children as far as they can always come. What it cannot enter, or cannot get out of by its own rules, is
/// unsound: that it can be withdrawn is no way out.
/// </summary>
internal sealed class Exploration(Process process)
{
    private readonly Dictionary<Ask, bool> _comes = [];
    private readonly Dictionary<(string Flow, bool Hopes), Dictionary<At, List<At>>> _reached = [];

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
    /// <param name="hopes">Children come as far as they are waited for, without a look at them.</param>
    private Dictionary<At, List<At>> Reached(Flow flow, bool hopes = false)
    {
        if (_reached.TryGetValue((flow.Id, hopes), out var reached))
        {
            return reached;
        }

        _reached[(flow.Id, hopes)] = reached = [];
        var ahead = new Queue<At>(Begins(flow));
        while (ahead.TryDequeue(out var at))
        {
            if (!reached.ContainsKey(at))
            {
                reached[at] = [.. Next(flow, at, hopes, withdrawn: false).Distinct()];
                foreach (var next in reached[at].Concat(Next(flow, at, hopes, withdrawn: true)))
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

    private IEnumerable<At> Next(Flow flow, At at, bool hopes, bool withdrawn)
    {
        if (flow.Stages.FirstOrDefault(s => s.Id == at.Stage) is not { } stage)
        {
            return [];
        }

        var deeds = stage.Who is null ? []
            : at.Gravest >= stage.Deeds.Length ? Moved(flow, stage, stage.Deeds[at.Gravest - stage.Deeds.Length], at)
            : stage.Deeds.Where(d => May(d.When, at)).SelectMany(d => Done(flow, stage, d, at));
        var standing = flow.Anywhere.Where(d => withdrawn && !d.Except.Contains(stage.Id) && May(d.When, at))
            .SelectMany(d => d.Leads ? Moved(flow, stage, d, at) : [After(d, at)]);
        var alone = stage is { Who: not null, AtEnd: { } late } && !at.Suspended && (at.Dated || !stage.OwnTime) ? Goes(flow, at, late, null) : [];
        var waited = stage.Wait is { } wait && (hopes || Comes(wait.Until)) ? Goes(flow, at, wait.To, null) : [];
        return deeds.Concat(standing).Concat(alone).Concat(waited);
    }

    /// <summary>What a deed comes to: a report, a vote by which the round closes, or one after which others are waited for.</summary>
    private static IEnumerable<At> Done(Flow flow, Stage stage, Deed deed, At at)
    {
        if (!deed.Leads)
        {
            return [After(deed, at)];
        }

        var voted = at with { Gap = at.Gap || deed.Does == Does.Raise };
        var several = PartyOf(flow, stage) is { } party && at.Many.Contains(party, StringComparison.Ordinal);
        var (any, ballot) = (stage.Rule == SignRule.Any, stage.Rule == SignRule.Ballot);
        if (deed.AtOnce
            || (stage.Rule == SignRule.Sequential && Targets(flow, stage, deed, at).All(to => flow.PlaceOf(to) < flow.PlaceOf(stage.Id))))
        {
            return Moved(flow, stage, deed, voted);
        }

        // The gravest counts, but what a ballot is about. Where all must vote and there are several, the first is not the last.
        var isFor = ballot && stage.Ballot.For == deed.Id;
        var gravest = isFor ? at.Gravest : Math.Max(at.Gravest, stage.Deeds.IndexOf(deed));
        var outcome = isFor ? deed : stage.Deeds[gravest];
        var closes = any || ballot || !several || at.Gravest >= 0 ? Closed(flow, stage, outcome, voted) : [];
        return (several && !any) || stage.AddBefore || stage.AddAfter ? closes.Append(voted with { Gravest = gravest }) : closes;
    }

    /// <summary>Decided; and where others are consulted, perhaps not before those were heard.</summary>
    private static IEnumerable<At> Closed(Flow flow, Stage stage, Deed outcome, At at)
    {
        var moved = Moved(flow, stage, outcome, at);
        return stage.Consult is null ? moved : moved.Append(at with { Gravest = stage.Deeds.Length + stage.Deeds.IndexOf(outcome) });
    }

    private static At After(Deed deed, At at) => deed.Does switch
    {
        Does.Freeze => at with { Frozen = true },
        Does.Suspend => at with { Suspended = true },
        Does.Resume => at with { Suspended = false },
        Does.Settle => at with { Gap = false },
        _ => at,
    };

    private static IEnumerable<At> Moved(Flow flow, Stage stage, Deed deed, At at) => Targets(flow, stage, deed, at)
        .SelectMany(to => Ways(deed).SelectMany(straight => Goes(flow, After(deed, at), to, straight ? at.Stage : null)));

    private static bool[] Ways(Deed deed) => deed.Way switch
    {
        WayOn.Rewalk => [false],
        WayOn.StraightBack => [true],
        _ => [false, true],
    };

    private static IEnumerable<string> Targets(Flow flow, Stage stage, Deed deed, At at) => deed.AnyEarlier
        ? flow.Stages.TakeWhile(s => s != stage).Where((_, place) => (at.Been >> place & 1) != 0).Select(s => s.Id)
        : deed.To.AsEnumerable();

    /// <summary>Each of whose members has a seat there; null where there is one seat.</summary>
    private static string? PartyOf(Flow flow, Stage stage) => stage.Who switch
    {
        { SameAs: { Length: > 0 } other } => PartyOf(flow, flow.Stages.First(s => s.Id == other)),
        { Party: "responsible_leaders" or "countersigners" or "responsible_departments" } who => who.Party,
        _ => null,
    };

    /// <returns>Nothing where it would come to seats that nobody has had.</returns>
    private static IEnumerable<At> Goes(Flow flow, At at, string to, string? comesBackTo)
    {
        var (here, there) = (flow.IndexOf(at.Stage), flow.IndexOf(to));
        var next = there > here ? at with { Stage = at.Address ?? to, Address = null }
            : there < 0 || (at.Address is not null && there < here) ? at with { Stage = to, Address = null }
            : at with { Stage = to, Address = there == here ? at.Address : comesBackTo };
        return flow.Stage(next.Stage)?.Who is { SameAs: { Length: > 0 } other } && (next.Been & Seen(flow, other)) == 0
            ? []
            : [next with { Gravest = -1, Been = next.Been | Seen(flow, next.Stage) }];
    }

    /// <summary>The mark of a stage to which something may lead back, or whose seats another takes, because the case has been there.</summary>
    private static int Seen(Flow flow, string at) => flow.Stage(at)?.Who is not null
        && flow.Stages.Any(s => s.Who?.SameAs == at || s.Deeds.Any(d => d.AnyEarlier)) ? 1 << flow.IndexOf(at) : 0;

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

    /// <summary>
    /// With a due date of its own, and without; with one member and with several of each party in which one vote may be in the way of
    /// the next (where several are asked for there are several); frozen as the case may be that opens it.
    /// </summary>
    private IEnumerable<At> Begins(Flow flow)
    {
        var at = flow.Stages[0].Id;
        var first = new At(at, null, Dated: false, Frozen: false, Suspended: false, Gap: false, Gravest: -1, Many: "", Seen(flow, at));
        IEnumerable<At> all = [first, first with { Dated = true }];
        foreach (var party in flow.Stages.Where(s => s.Rule != SignRule.Any && s.Deeds.Any(d => d.Does == Does.Raise))
            .Select(s => PartyOf(flow, s)).OfType<string>().Distinct())
        {
            var several = flow.Stages.Any(s => s.Who is { AtLeast: > 1 } && PartyOf(flow, s) == party);
            all = all.SelectMany(a => new[] { a with { Many = $"{a.Many} {party}" }, a }.Take(several ? 1 : 2)).ToList();
        }

        var frozen = flow == process.Flows[0] ? [false] : process.Flows.Where(f => f != flow).SelectMany(f => Opens(f, flow)).Distinct().ToList();
        return all.SelectMany(a => frozen.Select(text => a with { Frozen = text }));
    }

    /// <summary>Whether what it opens is frozen: what is split off never is, what a press opens is where the case is.</summary>
    private IEnumerable<bool> Opens(Flow above, Flow flow) => Reached(above, hopes: true).Keys
        .SelectMany(at => above.Stage(at.Stage) is not { } stage ? []
            : stage.Deeds.Where(d => d.Does == Does.OpenChild && d.Child == flow.Id && stage.Who is not null && May(d.When, at)).Select(_ => at.Frozen)
                .Concat(stage.Split is { } split && split.Flow == flow.Id ? [false] : []));

    /// <param name="Gravest">The place of the gravest vote of the open round; below zero: none.</param>
    /// <param name="Many">Parties that have several members.</param>
    /// <param name="Been">A bit for each stage in which it has been, where that matters.</param>
    private sealed record At(
        string Stage, string? Address, bool Dated, bool Frozen, bool Suspended, bool Gap, int Gravest, string Many, int Been);
}
