using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>One seat of the open round.</summary>
/// <param name="State">已签, 待签, 轮候, 征求意见 …, as words.</param>
/// <param name="Note">Who added it and why, or what its vote weighs; null where nothing is to say.</param>
public sealed record SeatLine(string Who, string State, string? Note);

/// <summary>What somebody who was consulted has said.</summary>
/// <param name="Words">As typed; null where he only pressed.</param>
public sealed record OpinionLine(string Who, string What, string? Words);

/// <summary>An open round in which more than one seat is asked.</summary>
/// <param name="Stage">Its stage's title.</param>
/// <param name="Tally">A 票签 so far; null for any other.</param>
public sealed record RoundView(
    string Stage, ImmutableArray<SeatLine> Seats, string? Tally, ImmutableArray<OpinionLine> Opinions);

/// <summary>How the seats of a round stand, in the order in which they sign. What signers voted is told by the story.</summary>
public static class RoundSeats
{
    /// <summary>Of those cases in which several seats are asked, their stage not being quiet.</summary>
    /// <param name="events">Of these cases, for what the consulted said.</param>
    public static ImmutableArray<RoundView> Of(IEnumerable<Looked> cases, IEnumerable<Told> events)
    {
        var told = events.ToLookup(t => t.Case, t => t.Event);
        return
        [
            .. cases.Where(c => c.Case is { RoundIsOpen: true, Seats.Length: > 1 })
                .Select(c => (Looked: c, Stage: c.Workflow.Stage(c.Case.Stage)))
                .Where(c => c.Stage is { Quiet: false })
                .Select(c => Of(c.Looked, c.Stage!, told[c.Looked.Case.Id])), // as filtered
        ];
    }

    private static RoundView Of(Looked looked, Stage stage, IEnumerable<CaseEvent> events)
    {
        var @case = looked.Case;
        return new RoundView(
            stage.Title,
            [.. Turns.InOrder(@case.Seats).Select(s => new SeatLine(Names.Seat(s, looked), State(@case, s), Note(s, looked)))],
            stage.Mode is Mode.Ballot ballot
                ? Texts.Voting.Tally(stage.Action(ballot.For)?.Title ?? "", Quorum.Count(ballot, @case.Seats, @case.VotesOfRound))
                : null,
            [.. events.OfType<CaseEvent.VoteCast>().Where(v => v.Round == @case.Round && @case.SeatAt(v.Seat) is { Consulted: true })
                .Select(v => new OpinionLine(
                    Names.WithPost(v.Decider.Person, looked.Context.Book, looked.Context.Directory, looked.Context.Today),
                    stage.Action(v.Action)?.Title ?? v.Action.Value, Words(v.Said)))]);
    }

    private static string State(Case @case, Seat seat) => seat switch
    {
        { Skipped: true } => Texts.Voting.PassedOver,
        _ when @case.HasVoted(seat.No) => seat.Consulted ? Texts.Voting.Answered : Texts.Voting.Signed,
        { State: SeatState.Waiting } => Texts.Voting.Waiting,
        { State: SeatState.Silent } => Texts.Voting.Silent,
        { State: SeatState.Released } => Texts.Voting.Released,
        { State: SeatState.Open } => seat.Consulted ? Texts.Voting.Asked : Texts.Voting.Open,
        _ => throw new UnreachableException(),
    };

    private static string? Note(Seat seat, Looked looked)
    {
        string?[] notes =
        [
            seat.Added is { } added ? Texts.Voting.By(Names.Of(added.By, looked.Context.Directory), added.Reason) : null,
            seat.Weight is { } weight ? Texts.Voting.Weighs(weight) : null,
        ];
        return notes.OfType<string>().ToList() is { Count: > 0 } said ? string.Join('；', said) : null;
    }

    private static string? Words(Said said) =>
        new[] { said.Opinion, said.Reason, said.Report }.OfType<string>().ToList() is { Count: > 0 } words
            ? string.Join('；', words) : null;
}
