using System.Text.RegularExpressions;

namespace Approvals.Tests.Definitions.Proof;

/// <summary>
/// Plays a sketch with a handful of people, every press of every one of them in every order, and says whether a stage is never
/// reached or a state is never got out of. It knows nothing of the proof, and counts every case, human and vote.
/// </summary>
internal sealed partial class Explorer(Sketch sketch)
{
    private const int MostCases = 6;
    private const string Somebody = "somebody";

    /// <summary>The responsible leaders of whom a case may have so many: of three, two may have voted before the last.</summary>
    private static readonly string[] All = ["one", "two", "three"];
    private static readonly int[] Numbers = [1, 2, 3];

    private static readonly int MostStates = LongRun.Times("engine", 1_500, 8_000);

    private Dictionary<string, Case[]> _states = [];
    private Dictionary<string, List<string>> _next = [];
    private readonly Queue<string> _ahead = new();
    private readonly HashSet<string> _reached = [];

    /// <summary>Gave up: the state space is too large to be played out.</summary>
    public bool TooLarge { get; private set; }

    /// <summary>What is wrong, in a few words; null: nothing. A case may have one responsible leader, two or three.</summary>
    public string? Explore()
    {
        string? stuck = null;
        foreach (var leaders in Numbers)
        {
            (_states, _next) = ([], []);
            stuck ??= Play(leaders);
        }

        return TooLarge ? null : stuck ?? Unreached();
    }

    private string? Play(int leaders)
    {
        foreach (var facts in Worlds())
        {
            var root = new Case(0, -1, "main", "", facts, [], [], 0) { Leaders = leaders };
            foreach (var entered in Enter([root], 0, "main-0"))
            {
                Number(entered);
            }
        }

        while (_ahead.TryDequeue(out var key) && !TooLarge)
        {
            var state = _states[key];
            _next[key] = [.. Moves(state).Select(Number)];
        }

        return Stuck();
    }

    /// <summary>Every choice of the facts for which the root asks.</summary>
    private List<string[]> Worlds()
    {
        var asked = sketch.Yaml(sketch["main"]);
        List<string[]> worlds = [[]];
        foreach (var fact in new[] { "lasting", "lead" }.Where(f => asked.Contains(f, StringComparison.Ordinal)))
        {
            worlds = [.. worlds, .. worlds.Select(w => (string[])[.. w, fact])];
        }

        return worlds;
    }

    private string? Unreached()
    {
        foreach (var flow in sketch.Flows)
        {
            foreach (var id in flow.Stages.Select(s => s.Id).Concat(flow.Ends).Where(id => !_reached.Contains(id)))
            {
                return $"{id} is never reached";
            }
        }

        return null;
    }

    private string? Stuck()
    {
        var good = _states.Where(s => s.Value.All(c => IsEnd(c))).Select(s => s.Key).ToHashSet();
        var back = _next.SelectMany(n => n.Value.Select(to => (to, n.Key))).ToLookup(p => p.to, p => p.Key);
        var ahead = new Stack<string>(good);
        while (ahead.TryPop(out var key))
        {
            foreach (var from in back[key].Where(good.Add))
            {
                ahead.Push(from);
            }
        }

        return _states.Keys.FirstOrDefault(k => !good.Contains(k)) is { } stuck ? $"stuck in {stuck}" : null;
    }

    private string Number(Case[] state)
    {
        state = Forget(state);
        var key = string.Join(" / ", state.Select(c => c.ToString()));
        if (_states.TryAdd(key, state))
        {
            _ahead.Enqueue(key);
            TooLarge |= _states.Count > MostStates || state.Length > MostCases;
        }

        return key;
    }

    /// <summary>What has ended with all below it matters to nobody any more.</summary>
    private Case[] Forget(Case[] state)
    {
        var kept = state.ToList();
        while (kept.Find(c => c.Parent >= 0 && IsEnd(c) && !kept.Exists(k => k.Parent == c.No)) is { } over)
        {
            kept.Remove(over);
        }

        // Numbers are given anew, brothers in an order of their own, so that equal states look equal.
        var order = new List<Case>();
        void Add(int parent, int number)
        {
            foreach (var child in kept.Where(c => c.Parent == parent).OrderBy(c => $"{c with { No = 0, Parent = 0 }} {Below(kept, c)}", StringComparer.Ordinal))
            {
                order.Add(child with { No = order.Count, Parent = number });
                Add(child.No, order.Count - 1);
            }
        }

        Add(-1, -1);
        return [.. order];
    }

    private static string Below(List<Case> all, Case @case) => string.Concat(all.Where(c => c.Parent == @case.No)
        .Select(c => $"({c with { No = 0, Parent = 0 }} {Below(all, c)})").Order(StringComparer.Ordinal));

    private IEnumerable<Case[]> Moves(Case[] state) => state.Where(c => !IsEnd(c)).SelectMany(c => Moves(state, c));

    private IEnumerable<Case[]> Moves(Case[] state, Case @case)
    {
        var stage = StageOf(@case);
        if (stage.Wait is { } wait && Holds(wait.When, state, @case))
        {
            foreach (var entered in Enter(state, @case.No, wait.To))
            {
                yield return entered;
            }
        }

        foreach (var human in Free(stage, @case))
        {
            for (var at = 0; at < stage.Actions.Count; at++)
            {
                if (stage.Actions[at].When is { } when && !Holds(when, state, @case))
                {
                    continue;
                }

                foreach (var moved in Press(state, @case, stage, at, human))
                {
                    yield return moved;
                }
            }
        }
    }

    private IEnumerable<Case[]> Press(Case[] state, Case @case, SketchStage stage, int at, string human)
    {
        var action = stage.Actions[at];
        if (action.To is null)
        {
            return [With(state, Effects(@case, action, report: true))];
        }

        var raised = action.Effects.Contains("raise: gap") ? @case with { Open = [.. @case.Open.Append("gap").Distinct()] } : @case;
        var voted = raised with
        {
            Votes = human == Somebody ? raised.Votes
                : [.. raised.Votes.Append($"{stage.Id}:{human}").Distinct().Order(StringComparer.Ordinal)],
            Ballots = [.. raised.Ballots.Append($"{human}={at}").Order(StringComparer.Ordinal)],
        };
        var outcome = action.AtOnce || !stage.All ? at
            : voted.Ballots.Length < Seats(stage, @case).Length ? -1
            : voted.Ballots.Max(b => int.Parse(b.Split('=')[1]));
        return outcome < 0
            ? [With(state, voted)]
            : Enter(With(state, Effects(voted, stage.Actions[outcome], report: false)), @case.No, stage.Actions[outcome].To ?? "");
    }

    private static Case Effects(Case @case, SketchAction action, bool report)
    {
        foreach (var effect in action.Effects)
        {
            @case = effect switch
            {
                "settle: gap" => @case with { Open = [] },
                "freeze: content" => @case with { Facts = [.. @case.Facts.Append("frozen").Distinct().Order(StringComparer.Ordinal)] },
                _ => @case,
            };
        }

        return report ? @case : @case with { Ballots = [] };
    }

    private IEnumerable<Case[]> Enter(Case[] state, int no, string to)
    {
        var passed = new HashSet<string>();
        while (passed.Add(to))
        {
            var @case = state.Single(c => c.No == no);
            var flow = sketch[@case.Flow];
            if (flow.Ends.Contains(to))
            {
                _reached.Add(to);
                yield return With(state, @case with { Stage = to, Ballots = [], Open = [], Votes = [] });
                yield break;
            }

            var stage = flow.Stages.Single(s => s.Id == to);
            var shut = Seats(stage, @case).Any(h => stage.Apart.Any(other => @case.Votes.Contains($"{other}:{h}")));
            if (!shut)
            {
                _reached.Add(to);
                foreach (var opened in Open(state, @case with { Stage = to, Ballots = [] }, stage))
                {
                    yield return opened;
                }

                if (stage.Seat is null)
                {
                    yield break;
                }
            }

            if (stage.Instead is not { } instead)
            {
                yield break;
            }

            to = instead; // nobody of them may be in the house that day
        }
    }

    private IEnumerable<Case[]> Open(Case[] state, Case @case, SketchStage stage)
    {
        var opened = With(state, @case);
        Case[] moved = [.. opened.Select(c => c.Parent == @case.No && stage.Seat is not null ? c with { Moved = 1 } : c)];
        return Rows(stage).SelectMany(rows => Born(moved, @case, stage, rows));
    }

    /// <summary>A checklist may have one row, lasting or not, or one of each.</summary>
    private static bool[][] Rows(SketchStage stage) => stage.Split switch
    {
        null => [[]],
        { Each: "row" } => [[false], [true], [false, true]],
        _ => [[false]],
    };

    private IEnumerable<Case[]> Born(Case[] state, Case parent, SketchStage stage, bool[] rows)
    {
        IEnumerable<Case[]> all = [state];
        foreach (var lasting in rows)
        {
            all = all.SelectMany(before => LeadersOf(stage, parent).SelectMany(leaders =>
            {
                var no = before.Max(c => c.No) + 1;
                var born = new Case(no, parent.No, stage.Split?.Flow ?? "", "", lasting ? ["lasting"] : [], [], [], 0) { Leaders = leaders };
                return Enter([.. before, born], no, $"{born.Flow}-0");
            })).ToList();
        }

        return all;
    }

    /// <summary>A row has leaders of its own, where anybody asks how many; any other child has its parent's.</summary>
    private int[] LeadersOf(SketchStage stage, Case parent) =>
        stage.Split is { Each: "row", Flow: var flow } && AsksLeaders(sketch[flow]) ? Numbers : [parent.Leaders];

    private bool AsksLeaders(SketchFlow flow) => flow.Stages.Exists(s => s.Seat is "{people: responsible_leaders}"
        || (s.Split is { } split && split.Flow != flow.Id && AsksLeaders(sketch[split.Flow])));

    private static string[] Free(SketchStage stage, Case @case) => stage.Seat is null ? []
        : [.. Seats(stage, @case).Where(h => !@case.Ballots.Any(b => b.StartsWith($"{h}=", StringComparison.Ordinal))
            && !stage.Apart.Any(other => @case.Votes.Contains($"{other}:{h}")))];

    /// <summary>A role has always somebody who has not acted yet: nobody remembers who it was.</summary>
    private static string[] Seats(SketchStage stage, Case @case) => stage.Seat switch
    {
        null => [],
        "{people: drafter}" => ["drafter"],
        "{people: first_leader}" => ["one"],
        "{people: responsible_leaders}" => [.. All.Take(@case.Leaders)],
        _ => [Somebody],
    };

    private SketchStage StageOf(Case @case) => sketch[@case.Flow].Stages.Single(s => s.Id == @case.Stage);

    private bool IsEnd(Case @case) => sketch[@case.Flow].Ends.Contains(@case.Stage);

    private static Case[] With(Case[] state, Case changed) => [.. state.Select(c => c.No == changed.No ? changed : c)];

    private bool Holds(string when, Case[] state, Case @case) => Enumerable.Range(0, 4).Any(count =>
        when.Split(" or ").Any(all => all.Split(" and ").All(atom => Atom(atom, count, state, @case))));

    private bool Atom(string atom, int count, Case[] state, Case @case)
    {
        if (atom.StartsWith("not ", StringComparison.Ordinal))
        {
            return !Atom(atom[4..], count, state, @case);
        }

        var parent = state.FirstOrDefault(c => c.No == @case.Parent);
        return Every().Match(atom) is { Success: true } every
            ? state.Where(c => c.Parent == @case.No && c.Flow == every.Groups[1].Value)
                .All(c => IsEnd(c) || (every.Groups[3].Success && sketch[c.Flow].Place(c.Stage) >= sketch[c.Flow].Place(every.Groups[3].Value)))
            : atom switch
            {
                "parent has ended" => parent is not null && IsEnd(parent),
                "parent has moved on" => parent is not null && (IsEnd(parent) || @case.Moved > 0),
                "none open gap" => @case.Open.Length == 0,
                "unconfirmed = 0" => count == 0,
                "unconfirmed > 0" => count > 0,
                "unconfirmed < 1" => count < 1,
                _ when atom.StartsWith("parent has reached ", StringComparison.Ordinal) => parent is not null && (IsEnd(parent)
                    || sketch[parent.Flow].Place(parent.Stage) >= sketch[parent.Flow].Place(atom["parent has reached ".Length..])),
                _ => @case.Facts.Contains(atom),
            };
    }

    [GeneratedRegex(@"^every (\w+) has (ended|reached ([\w-]+))$")]
    private static partial Regex Every();


    private sealed record Case(
        int No, int Parent, string Flow, string Stage, string[] Facts, string[] Open, string[] Votes, int Moved)
    {
        /// <summary>Of the open round: who cast which action.</summary>
        public string[] Ballots { get; init; } = [];

        public int Leaders { get; init; }

        public override string ToString() =>
            $"{No}<{Parent} *{Leaders} {Stage} {string.Join(',', Facts)} {string.Join(',', Open)} {string.Join(',', Votes)} {string.Join(',', Ballots)} {Moved}";
    }
}
