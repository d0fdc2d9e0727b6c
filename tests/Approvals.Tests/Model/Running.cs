using System.Collections.Immutable;

namespace Approvals.Tests.Model;

/// <param name="Humans">Whoever decided, and whose act it is.</param>
/// <param name="Recorder">Who only wrote it down.</param>
internal sealed record Ballot(
    int Round, string Stage, int Seat, Deed Deed, int[] Humans, int Recorder, string Target, bool Straight, bool Opinion);

/// <summary>The press that opened the round, while nobody has acted on it.</summary>
/// <param name="Dues">When those seats of the round before were due that were open still.</param>
internal sealed record Undo(string From, string? Address, Ballot Vote, ImmutableDictionary<int, DateOnly?> Dues);

/// <param name="Anchor">Of an added seat: the one that added it; and who in it did.</param>
internal sealed record Sitting(
    int No, int Person, int Body, ImmutableArray<string> Roles, int Anchor = -1, bool Before = false, int AddedBy = 0)
{
    public bool Consulted, Silent, Open, Lead;
    public int Holder, Claimed;
    public DateOnly? Due;
}

/// <summary>A case of the model.</summary>
internal sealed record Running(int No, string Path, string Flow, int? Parent, int Assigned)
{
    public string Stage = "";
    public int Round, Gaps;
    public bool Ended, Suspended, Frozen;
    public DateOnly? DueOn;
    public string? Address;
    public Deed? Decided;
    public Undo? Undo;
    public List<Sitting> Seats = [];
    public ImmutableList<Ballot> Votes = [];

    /// <summary>The seats of the latest round of every stage that had one, as the rule made them.</summary>
    public ImmutableDictionary<string, List<Sitting>> Rounds = ImmutableDictionary<string, List<Sitting>>.Empty;

    public Running Copy() => this with { Seats = Seats.ConvertAll(s => s with { }) };

    /// <summary>It stands there, and no round is open.</summary>
    public void Stand(string stage, bool ended) => (Stage, Ended, Seats, Decided) = (stage, ended, [], null);
}
