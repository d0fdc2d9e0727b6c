using System.Collections.Immutable;

namespace Approvals.Tests.Model;

/// <summary>A vote: whose it is, and who only wrote it down.</summary>
internal sealed record Ballot(
    int Round, string Stage, int Seat, Deed Deed, int Decider, int Whose, int Recorder, string Target, bool Straight, bool Opinion)
{
    public int[] Humans => [Decider, Whose];
}

/// <summary>The press that opened the round, while nobody has acted on it.</summary>
internal sealed record Undo(string From, string? Address, Ballot Vote);

/// <param name="Anchor">Of an added seat: the one that added it.</param>
internal sealed record Sitting(int No, int Person, int Body, ImmutableArray<string> Roles, int Anchor = -1, bool Before = false)
{
    public bool Consulted, Lead, Silent, Open;
    public int Holder, Claimed, AddedBy, Weight = 1;
    public DateOnly? Due;
}

/// <summary>A case of the model.</summary>
internal sealed record Running(int No, string Path, string Flow, int? Parent, int Assigned)
{
    public string Stage = "";
    public int Round, Gaps;
    public bool Ended, Open, Suspended, Frozen;
    public DateOnly? DueOn;
    public string? Address;
    public Deed? Decided;
    public Undo? Undo;
    public List<Sitting> Seats = [];
    public ImmutableList<Ballot> Votes = [];
    public ImmutableHashSet<string> Been = [];
    public ImmutableDictionary<string, List<Sitting>> Latest = ImmutableDictionary<string, List<Sitting>>.Empty;

    public Running Copy() => this with { Seats = Seats.ConvertAll(s => s with { }) };

    /// <summary>It stands there, and no round is open.</summary>
    public void Stand(string stage, bool ended) => (Stage, Ended, Open, Seats, Decided) = (stage, ended, false, [], null);
}

internal sealed class Refused : Exception;
