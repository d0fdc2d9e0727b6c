using System.Collections.Immutable;

namespace Approvals.Tests.Model;

/// <summary>
/// Sound processes, drawn: a chain of stages in which each leads on to the next, so that every one can be reached and left,
/// with whatever else a definition may say strewn over it.
/// </summary>
internal sealed class RandomProcess(Random random, Slices slices)
{
    private static readonly string[] Roles = ["office", "registrar", "leader", "signatory", "head", "deputy", "handler"];
    private static readonly string[] DepartmentRoles = ["head", "deputy", "handler"];
    private static readonly string[] Parts = ["part", "sub"];

    private readonly List<Flow> _flows = [];
    private bool _cancels;
    private bool _seated;

    public Process Draw()
    {
        var depth = random.Next(3);
        _cancels = depth > 0 && slices.HasFlag(Slices.Moves) && Chance(40);
        for (var level = depth; level >= 0; level--)
        {
            _flows.Insert(0, Draw(level, Parts[level..depth]));
        }

        return new Process([.. _flows]);
    }

    public Setting Cast()
    {
        var bodies = Some([2, 3, 4, 1, Town.Collective], 1, 4);
        var parties = ImmutableDictionary<string, ImmutableArray<int>>.Empty
            .Add("drafter", [One([.. Town.People])])
            .Add("responsible_leaders", Some([51, 52, 53, 54], 0, 3))
            .Add("countersigners", Some([.. Town.People], 1, 4))
            .Add("drafting_department", [One(2, 3, 4)])
            .Add("responsible_departments", bodies)
            .Add("lead_department", Chance(70) ? [bodies[random.Next(bodies.Length)]] : [One(2, 3, 4)]);
        return new Setting(parties, new DateOnly(2021, 6, 2), new DateOnly(2021, 6, 2).AddDays(random.Next(1, 12)));
    }

    /// <param name="below">The definitions that it may split off or open.</param>
    private Flow Draw(int level, string[] below)
    {
        var id = level == 0 ? "main" : Parts[level - 1];
        var count = level == 0 ? random.Next(1, 7) : random.Next(1, 4);
        var ids = Enumerable.Range(0, count).Select(i => $"{id[0]}{i}").ToList();
        var stages = Enumerable.Range(0, count).Select(i => DrawStage(ids, i, level, below)).ToList();
        if (below.Length > 0 && !stages.Exists(s => s.Split?.Flow == below[0] || s.Deeds.Any(d => d.Child == below[0])))
        {
            stages[^1] = Splitting(stages[^1], below, "done", level);
        }

        var anywhere = level == 0 || _cancels ? DrawAnywhere(level, below, ids) : [];
        var raised = stages.Exists(s => s.Deeds.Any(d => d.Does == Does.Raise));
        if (!raised)
        {
            stages = [.. stages.Select(WithoutGaps)];
        }

        if (stages.Exists(s => s.Deeds.Any(d => d.Does == Does.Suspend)) && !anywhere.Exists(d => d.Does == Does.Resume))
        {
            stages = [.. WithResumption(stages, anywhere)];
        }

        stages = [.. stages.Select((s, at) => Recallable(s, stages.ElementAtOrDefault(at + 1)) ? s : WithoutRecall(s))];
        var led = stages.SelectMany(s => s.Deeds.SelectMany(d => d.To).Append(s.AtEnd).Append(s.IfNobody).Append(s.Wait?.To))
            .Concat(anywhere.SelectMany(d => d.To)).ToHashSet();
        var ends = new List<string> { "done" };
        if (led.Contains("off"))
        {
            ends.Add("off");
        }

        var cancelled = level > 0 && _cancels ? "gone" : "";
        ends.AddRange(cancelled.Length > 0 ? [cancelled] : []);
        return new Flow(id, [.. stages], [.. ends], cancelled, [.. anywhere]);
    }

    private Stage DrawStage(List<string> ids, int at, int level, string[] below)
    {
        var next = at + 1 < ids.Count ? ids[at + 1] : "done";
        var stage = new Stage(ids[at]);
        _seated &= at > 0;
        if (below.Length > 0 && Chance(30))
        {
            stage = Splitting(stage, below, next, level);
            if (Chance(60))
            {
                return stage;
            }
        }

        stage = stage with { Who = DrawWho(ids, at, level) };
        // From here on there is a stage with signers to go back to.
        _seated |= at == 0;
        if (stage.Who is { SameAs.Length: 0 } && at > 0 && Chance(40))
        {
            stage = stage with { NotSameAs = [.. ids.Take(at).Where(_ => Chance(50))] };
        }

        if (at + 1 < ids.Count && Chance(25))
        {
            stage = stage with { IfNobody = One([.. ids.Skip(at + 1), "done"]) };
        }

        if (Chance(35))
        {
            stage = Chance(60) ? stage with { Days = random.Next(1, 6) } : stage with { OwnTime = true };
            if (Chance(60))
            {
                stage = stage with { AtEnd = Chance(80) ? One([.. ids.Skip(at + 1), "done"]) : "off" };
            }
        }

        stage = stage with { Deeds = DrawDeeds(stage, ids, at, next, below, level) };
        stage = WithHands(WithRule(stage, at));

        // Where one signs after the other, whoever comes later may have left by then.
        return at + 1 < ids.Count && stage.Rule is SignRule.Sequential or SignRule.LeadLast && Chance(30)
            ? stage with { IfNobody = One([.. ids.Skip(at + 1), "done"]) }
            : stage;
    }

    private Who DrawWho(List<string> ids, int at, int level)
    {
        var least = Chance(20) ? 2 : 1;
        return random.Next(at > 0 ? 10 : 9) switch
        {
            0 or 1 => new Who("", [One(Roles)], [], "", 1),
            2 => new Who("", [One(Roles), "office"], [], "", 1),
            3 => new Who("drafter", [], [], "", 1),
            4 => new Who("responsible_leaders", [], [], "", least),
            5 => new Who("countersigners", [], [], "", least),
            6 when level > 0 => new Who("assigned_department", Some(DepartmentRoles, 1, 3), [], "", 1),
            7 => new Who("drafting_department", ["head"], ["deputy"], "", 1),
            9 => new Who("", [], [], ids[random.Next(at)], 1),
            _ => new Who("responsible_departments", Some(DepartmentRoles, 1, 3), Chance(30) ? ["head"] : [], "", least),
        };
    }

    private Stage Splitting(Stage stage, string[] below, string next, int level)
    {
        var flow = below[0];
        return stage with
        {
            Split = (flow, level == 0 && Chance(70)),
            Wait = (Chance(75) ? new Ask(Holds.ChildrenEnded, flow)
                : new Ask(Holds.ChildrenReached, flow, One([.. _flows[0].Stages]).Id), next),
        };
    }

    private ImmutableArray<Deed> DrawDeeds(Stage stage, List<string> ids, int at, string next, string[] below, int level)
    {
        var deeds = new List<Deed> { new("go") { To = [next] } };
        var moves = slices.HasFlag(Slices.Moves);
        if (Chance(40))
        {
            deeds.Add(new Deed("leap") { To = [One([.. ids.Skip(at + 1), "done", "off"])], Reason = Chance(30), AtOnce = Chance(20) });
        }

        if (Chance(30))
        {
            var cancels = _cancels && below.Length > 0 && Chance(60);
            deeds.Add(new Deed("stop") { To = ["off"], Reason = Chance(50), Does = cancels ? Does.CancelChildren : Does.Nothing });
        }

        var earlier = ids.Take(at).ToList();
        if (earlier.Count > 0 && Chance(70))
        {
            var back = new Deed("back") { To = [One([.. earlier])], AtOnce = Chance(30), Reason = Chance(40) };
            if (moves)
            {
                back = random.Next(3) switch
                {
                    0 when earlier.Count > 1 => back with { To = Some([.. earlier], 2, earlier.Count) },
                    1 when _seated => back with { To = [], AnyEarlier = true },
                    _ => back,
                };
                back = back with { Way = (WayOn)random.Next(3) };
            }

            deeds.Add(back);
        }

        Maybe(30, new Deed("note") { Reason = true });
        Maybe(12, new Deed("freeze") { Does = Does.Freeze });
        Maybe(20, new Deed("gap") { Does = Does.Raise, To = [next] });
        Maybe(15, new Deed("settle") { Does = Does.Settle });
        Maybe(20, new Deed("suspend") { Does = Does.Suspend });
        Maybe(deeds.Exists(d => d.Does == Does.Suspend) ? 90 : 5, new Deed("resume") { Does = Does.Resume });
        Maybe(below.Length > 0 ? 15 : 0, new Deed("more") { Does = Does.OpenChild, Child = below.FirstOrDefault("") });
        if (Chance(30))
        {
            (deeds[0], deeds[^1]) = (deeds[^1], deeds[0]);
        }

        return [.. deeds.Select(d => Guarded(d, stage, level, moves))];

        void Maybe(int percent, Deed deed)
        {
            if (Chance(percent))
            {
                deeds.Add(deed);
            }
        }
    }

    /// <summary>The way on is never guarded: whatever holds, the case can go on.</summary>
    private Deed Guarded(Deed deed, Stage stage, int level, bool moves)
    {
        if (deed.Id == "go")
        {
            return moves && Chance(40) ? deed with { Recall = true } : deed;
        }

        var when = random.Next(12) switch
        {
            0 => new Ask(Holds.Frozen),
            1 => new Ask(Holds.NotFrozen),
            2 => new Ask(Holds.NoGap),
            3 when stage.Split is { } split => new Ask(Holds.ChildrenEnded, split.Flow),
            4 when level > 0 => new Ask(Holds.ParentEnded),
            _ => Ask.Always,
        };
        when = deed.Does switch
        {
            Does.Suspend when Chance(60) => new Ask(Holds.NotSuspended),
            Does.Resume when Chance(60) => new Ask(Holds.Suspended),
            _ => when,
        };
        return deed with { When = when, By = Chance(15) && stage.Who is { Roles.IsEmpty: false } who ? [who.Roles[0]] : [] };
    }

    private Stage WithRule(Stage stage, int at)
    {
        if (stage.Who is null)
        {
            return stage;
        }

        var leading = stage.Deeds.Where(d => d.To.Length == 1 && !d.AtOnce).ToList();
        if (!slices.HasFlag(Slices.Votes))
        {
            return stage with { Rule = (SignRule)random.Next(2) };
        }

        stage = stage with { Rule = (SignRule)random.Next(leading.Count > 1 ? 5 : 4) };
        if (stage.Rule == SignRule.Ballot)
        {
            var percent = Chance(50);
            var need = percent ? random.Next(1, 101) : random.Next(1, 3);
            var single = stage.Who is { Party: "", SameAs: "" };
            stage = stage with { Ballot = (One([.. leading]).Id, single && !percent ? 1 : need, percent, Chance(30) && !single ? 2 : 1) };
        }

        if (Chance(25) && stage.Deeds.Any(d => !d.AtOnce && d.Leads) && !stage.Deeds.Any(d => d.Does == Does.OpenChild && d.Leads))
        {
            // Deadlines that move the case stand only where nobody is consulted: no two of them end together.
            var asked = new Consulted("responsible_departments", Some(DepartmentRoles, 1, 2), random.Next(1, 4));
            stage = stage with { Consult = asked, AtEnd = null };
        }

        return Chance(40) ? stage with { AddBefore = Chance(70), AddAfter = Chance(70) } : stage;
    }

    private Stage WithHands(Stage stage)
    {
        if (!slices.HasFlag(Slices.Hands) || stage.Who is null)
        {
            return stage;
        }

        var several = stage.Who is { IsPeople: false, SameAs: "" };
        return stage with
        {
            Claim = several && Chance(30),
            Transfer = !Chance(40) ? null : Chance(70) ? [] : Some(Roles, 1, 3),
        };
    }

    private List<Deed> DrawAnywhere(int level, string[] below, List<string> ids)
    {
        var deeds = new List<Deed>();
        if (slices.HasFlag(Slices.Moves) && (level == 0 ? _cancels || Chance(40) : Chance(40)))
        {
            deeds.Add(new Deed("withdraw")
            {
                To = ["off"],
                Signers = Some(Roles, 1, 2),
                Reason = Chance(50),
                Does = _cancels && below.Length > 0 ? Does.CancelChildren : Does.Nothing,
                Except = ids.Count > 1 && Chance(40) ? [One([.. ids])] : [],
            });
        }

        if (slices.HasFlag(Slices.Moves) && level == 0 && Chance(30))
        {
            deeds.Add(new Deed("halt") { Signers = [One(Roles)], Does = Does.Suspend });
            deeds.Add(new Deed("run") { Signers = [One(Roles)], Does = Does.Resume });
        }

        return deeds;
    }

    /// <summary>Wherever a case may come while it stands still, something lets it run on.</summary>
    private IEnumerable<Stage> WithResumption(List<Stage> stages, List<Deed> anywhere)
    {
        if (slices.HasFlag(Slices.Moves) && Chance(50))
        {
            anywhere.Add(new Deed("run") { Signers = [One(Roles)], Does = Does.Resume });
            return stages;
        }

        return stages.TrueForAll(s => s.Who is not null)
            ? stages.Select(s => s.Deeds.Any(d => d.Does == Does.Resume) ? s
                : s with { Deeds = [.. s.Deeds, new Deed("resume") { Does = Does.Resume }] })
            : stages.Select(s => s with
            {
                Deeds = [.. s.Deeds.Select(d => d.Does == Does.Suspend ? d with { Does = Does.Freeze, When = Ask.Always } : d)],
            });
    }

    private static bool Recallable(Stage stage, Stage? next) => stage.Split is null && next is { Split: null, Who: not null };

    private static Stage WithoutRecall(Stage stage) => stage with { Deeds = [.. stage.Deeds.Select(d => d with { Recall = false })] };

    private static Stage WithoutGaps(Stage stage) => stage with
    {
        Deeds =
        [
            .. stage.Deeds.Select(d => d with
            {
                When = d.When.Holds == Holds.NoGap ? Ask.Always : d.When,
                Does = d.Does == Does.Settle ? Does.Freeze : d.Does,
            }),
        ],
    };

    private bool Chance(int percent) => random.Next(100) < percent;

    private T One<T>(params T[] of) => of[random.Next(of.Length)];

    private ImmutableArray<T> Some<T>(T[] of, int least, int most)
    {
        var left = of.ToList();
        var taken = ImmutableArray.CreateBuilder<T>();
        for (var count = random.Next(least, Math.Min(most, of.Length) + 1); count > 0; count--)
        {
            var at = random.Next(left.Count);
            taken.Add(left[at]);
            left.RemoveAt(at);
        }

        return taken.ToImmutable();
    }
}

/// <summary>Parts of the language that a drawn process may use.</summary>
[Flags]
internal enum Slices
{
    None = 0,
    Votes = 1,
    Moves = 2,
    Hands = 4,
    All = Votes | Moves | Hands,
}
