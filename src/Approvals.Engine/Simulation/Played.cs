using System.Collections.Immutable;
using Approvals.Engine.Cases;

namespace Approvals.Engine.Simulation;

/// <summary>One command that a person gave: played again in the store at the same instants it writes the same history.</summary>
/// <param name="Sheet">Presses that a page takes together (销号 in batches) have the same one.</param>
/// <param name="Signature">A human agrees, refuses, accepts or signs (domain 1B).</param>
public sealed record Pressed(DateTimeOffset At, CaseId Case, StageId Stage, CaseCommand.Act Act, int Sheet, bool Signature);

/// <summary>How the rows of the checklist stood at the end of a month, or of the last day.</summary>
public sealed record MonthEnd(DateOnly Day, ImmutableArray<Case> Rows);

/// <summary>A case that has not come to its end, and whom or what it waits for.</summary>
/// <param name="MaySit">Those who may take its open seats on the last day; empty where it waits for another case.</param>
/// <param name="Why">What was refused when somebody tried; null where nobody has yet.</param>
public sealed record Left(CaseId Case, StageId Stage, ImmutableArray<PersonId> MaySit, Refusal? Why);

/// <summary>What came of it; the history and the messages stand in the world.</summary>
/// <param name="Refused">Why it could not even begin.</param>
public sealed record Played(
    ImmutableArray<Pressed> Presses,
    ImmutableArray<MonthEnd> Months,
    ImmutableArray<Left> Left,
    ImmutableDictionary<PersonId, Behaviour> Behaviours,
    Refusal? Refused);

/// <summary>What one person had to do with it.</summary>
/// <param name="Presses">Sheets, where a page takes several together.</param>
/// <param name="Weeks">Presses by week; the key is its Monday.</param>
public sealed record PersonSum(
    PersonId Person, Behaviour Behaviour, int Presses, int Signatures, int Reminders, int Escalations,
    ImmutableSortedDictionary<DateOnly, int> Weeks);

public static class PersonSums
{
    /// <summary>Everybody who pressed or was told something, in the official order.</summary>
    public static ImmutableArray<PersonSum> Of(World world, Played played)
    {
        var sheets = played.Presses.GroupBy(p => p.Sheet).Select(g => g.First()).ToLookup(p => p.Act.Decider);
        var told = world.Messages.SelectMany(m => m.Tell.To.Select(to => (to, m.Tell.Kind))).ToLookup(t => t.to, t => t.Kind);
        return
        [
            .. sheets.Select(g => g.Key).Union(told.Select(g => g.Key))
                .OrderBy(id => world.Directory.People.TryGetValue(id, out var person) ? person.Order : int.MaxValue)
                .Select(id => new PersonSum(
                    id,
                    played.Behaviours.GetValueOrDefault(id),
                    sheets[id].Count(),
                    sheets[id].Count(p => p.Signature),
                    told[id].Count(kind => kind == MessageKind.Reminder),
                    told[id].Count(kind => kind == MessageKind.Escalation),
                    sheets[id].GroupBy(p => Monday(world.Hours.DayOf(p.At))).ToImmutableSortedDictionary(g => g.Key, g => g.Count()))),
        ];
    }

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
