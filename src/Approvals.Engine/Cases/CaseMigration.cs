using System.Collections.Immutable;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>A stage's id in the edition before, and in the one after.</summary>
public sealed record StageMove(StageId From, StageId To);

/// <summary>A change of edition that a case has been through.</summary>
/// <param name="Round">Rounds up to this one were opened under the ids before.</param>
public sealed record EditionMove(int Round, ImmutableArray<StageMove> Stages)
{
    public bool Equals(EditionMove? other) => other is not null && Round == other.Round && Stages.SequenceEqual(other.Stages);

    public override int GetHashCode() => HashCode.Combine(Round, Stages.Length);

    /// <summary>The stage's id after the change; the same where the change does not name it.</summary>
    public StageId Of(StageId stage)
    {
        foreach (var move in Stages)
        {
            if (move.From == stage)
            {
                return move.To;
            }
        }

        return stage;
    }
}

/// <summary>
/// An explicit mapping (换版对照) by which live cases of one edition go on in another. A stage that it does not name is unmapped, also
/// where both editions have one of that id.
/// </summary>
public sealed record MigrationMap(ImmutableDictionary<WorkflowId, ImmutableArray<StageMove>> Workflows)
{
    public ImmutableArray<StageMove> Of(WorkflowId workflow) => Workflows.GetValueOrDefault(workflow, []);
}

/// <summary>Why a case cannot go on in the other edition.</summary>
public abstract record MigrationProblem
{
    private MigrationProblem()
    {
    }

    /// <summary>The mapping does not say where the stage goes in which the case stands.</summary>
    public sealed record Unmapped(StageId Stage) : MigrationProblem;

    /// <summary>The other edition has no such definition.</summary>
    public sealed record NoSuchWorkflow(WorkflowId Workflow) : MigrationProblem;

    /// <summary>The other edition has no such stage, or it is an end.</summary>
    public sealed record NoSuchStage(StageId To) : MigrationProblem;

    /// <summary>Seats are open, and nobody sits in the other stage, or the other way round; or its votes could never suffice.</summary>
    public sealed record OtherSeats(StageId To) : MigrationProblem;

    /// <summary>A vote of the open round has an action that the other stage does not know.</summary>
    public sealed record UnknownVote(StageId To, ActionId Action) : MigrationProblem;

    /// <summary>Two stages in which it has been would become one: whose seats and votes they were could not be told any more.</summary>
    public sealed record TwoBecomeOne(StageId To) : MigrationProblem;

    /// <summary>The other stage works on children that were never split off.</summary>
    public sealed record NeverSplit(StageId To, WorkflowId Child) : MigrationProblem;
}

/// <summary>
/// Live cases of one edition go on in another. The open round stays, with its seats and votes; what time does to it is counted
/// anew by the other stage's words. What lies before the change is not reminded of again, and not for the first time either.
/// </summary>
public static class CaseMigration
{
    /// <param name="before">The edition that the case keeps until now.</param>
    /// <param name="context">Its book is the edition after.</param>
    public static (Decision.Permitted? Moved, MigrationProblem? Problem) Decide(
        Case @case, WorkflowBook before, MigrationMap map, Context context)
    {
        if (!context.Book.Workflows.TryGetValue(@case.Workflow, out var workflow))
        {
            return (null, new MigrationProblem.NoSuchWorkflow(@case.Workflow));
        }

        var moves = map.Of(@case.Workflow);
        if (moves.FirstOrDefault(m => m.From == @case.Stage) is not { } move)
        {
            return (null, new MigrationProblem.Unmapped(@case.Stage));
        }

        if (workflow.Stage(move.To) is not { } stage)
        {
            return (null, new MigrationProblem.NoSuchStage(move.To));
        }

        var old = before[@case.Workflow].Stage(@case.Stage);
        if (Unfit(@case, old, stage, moves) is { } problem)
        {
            return (null, problem);
        }

        var steps = new Steps(@case, context);
        if (@case.StraightBack is { } address && workflow.Stage(new EditionMove(@case.Round, moves).Of(address)) is null)
        {
            steps.Add(new CaseEvent.StraightBackEnded(Used: false)); // there is no such stage any more to go back to
        }

        steps.Add(new CaseEvent.Migrated(context.Book.Hash, moves, [.. Clocks(@case, old, stage, context)]));
        steps.LookAround();
        return (steps.Permit(), null);
    }

    internal static Case Apply(Case @case, CaseEvent.Migrated e)
    {
        var move = new EditionMove(@case.Round, e.Stages);
        return @case with
        {
            BookHash = e.BookHash,
            Stage = move.Of(@case.Stage),
            RoundStage = @case.RoundStage.ToImmutableDictionary(s => move.Of(s.Key), s => s.Value),
            Votes = [.. @case.Votes.Select(v => v with { Stage = move.Of(v.Stage), Target = v.Target is { } to ? move.Of(to) : null })],
            StraightBack = @case.StraightBack is { } address ? move.Of(address) : null,
            Moves = @case.Moves.Add(move),
            Time = @case.Time with
            {
                Clocks = e.Clocks,
                Met = CaseTime.NoDates.AddRange(@case.Time.Met.Select(
                    m => KeyValuePair.Create(move.Of(new StageId(m.Key)).Value, m.Value))),
            },
        };
    }

    private static MigrationProblem? Unfit(Case @case, Stage? old, Stage stage, ImmutableArray<StageMove> moves)
    {
        if (@case.RoundIsOpen != stage.Signers is not null || !Counts(@case, stage))
        {
            return new MigrationProblem.OtherSeats(stage.Id);
        }

        if (@case.VotesOfRound.FirstOrDefault(v => stage.Action(v.Action) is not { Leads: true }) is { } vote && @case.RoundIsOpen)
        {
            return new MigrationProblem.UnknownVote(stage.Id, vote.Action);
        }

        var renamed = new EditionMove(@case.Round, moves);
        if (@case.RoundStage.Keys.GroupBy(renamed.Of).FirstOrDefault(g => g.Count() > 1) is { } same)
        {
            return new MigrationProblem.TwoBecomeOne(same.Key);
        }

        var split = (old?.Splits ?? []).Select(s => s.Workflow).Concat(@case.Splits.Keys).ToHashSet();
        return stage.Splits.Where(s => s.When is null).Select(s => s.Workflow).Where(child => !split.Contains(child)).Select(child => (WorkflowId?)child)
            .FirstOrDefault() is { } child
            ? new MigrationProblem.NeverSplit(stage.Id, child)
            : null;
    }

    /// <summary>The other stage still waits for whoever is consulted, and all votes together would be enough for it.</summary>
    private static bool Counts(Case @case, Stage stage) =>
        (stage.Consult is not null || !@case.OpenSeats.Any(s => s.Consulted))
        && (stage.Mode is not Mode.Ballot ballot || Quorum.Count(ballot, @case.Seats, []) is var tally && tally.Need <= tally.Total);

    /// <summary>The clocks of the open seats, by the other stage's term and ladder.</summary>
    private static IEnumerable<SeatClock> Clocks(Case @case, Stage? old, Stage stage, Context context)
    {
        foreach (var seat in @case.OpenSeats)
        {
            var sameTerm = Terms.Of(old, @case, seat.Consulted) == Terms.Of(stage, @case, seat.Consulted)
                && (seat.Consulted || old?.DueAt == stage.DueAt);
            var clock = @case.ClockOf(seat.No);
            var since = clock?.Since ?? context.Now;
            var due = sameTerm && clock is not null
                ? (clock.DueOn, clock.DueAt)
                : Terms.Due(stage, seat.Consulted, @case, context with { Now = since, Today = context.Hours.DayOf(since) });
            if (due is { } end)
            {
                yield return Passing(seat, new SeatClock(seat.No, end.Item1, end.Item2, since, []), clock, old, stage, context);
            }
        }
    }

    /// <summary>
    /// What the other ladder would have done by now is past, but for the end of the time, and for what the old ladder owes: a
    /// rung that was due and had not fired yet.
    /// </summary>
    private static SeatClock Passing(Seat seat, SeatClock clock, SeatClock? was, Stage? old, Stage stage, Context context)
    {
        var owed = was is null || old is null
            ? []
            : Ladders.Ahead(old, seat, was, context.Calendar, context.Hours).Where(r => r.At <= context.Now).Select(r => r.Rung).ToList();
        var over = Ladders.Ahead(stage, seat, clock, context.Calendar, context.Hours)
            .Where(r => r.At <= context.Now && r.Rung is not (Rung.Move or Rung.Silence) && !owed.Contains(r.Rung)).Select(r => r.No);
        return clock with { Passed = [.. over.Order()] };
    }
}
