using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>What the rows say about one case, and what stands around it, read under its lock.</summary>
internal sealed record LoadedCase(
    Case Case, CaseId Root, byte[] Head, Grants Grants, DateTimeOffset Now, long DirectoryVersion)
{
    /// <summary>The case whose 知悉范围 it stands in, itself or one above it; null: nothing restricts it.</summary>
    public CaseId? Scope { get; init; }

    /// <summary>The child of the root that it stands below; null for the root and its children.</summary>
    public CaseId? Campaign { get; init; }
}

/// <summary>Reads the answers of <see cref="CaseRows"/>; rows of many cases are told apart by their first column.</summary>
internal static class CaseAnswers
{
    /// <summary>
    /// Takes the answers, the reader standing on the first: in key order, without cases that are not in this unit or
    /// that the lock skipped. All see the same instant.
    /// </summary>
    public static async Task<IReadOnlyList<LoadedCase>> ReadAsync(NpgsqlDataReader rows, CancellationToken cancellation)
    {
        var cores = await AllAsync(rows, ReadCore, cancellation);
        var around = new Around(
            await ByCaseAsync(rows, ReadSeat, cancellation),
            await ByCaseAsync(rows, ReadClock, cancellation),
            await ByCaseAsync(rows, ReadVote, cancellation),
            await ByCaseAsync(rows, ReadMember, cancellation),
            await ByCaseAsync(rows, ReadNamed, cancellation),
            await ByCaseAsync(rows, ReadMatter, cancellation),
            await ByCaseAsync(rows, ReadChildren, cancellation),
            await ByCaseAsync(rows, ReadChildVote, cancellation),
            await ByCaseAsync(rows, ReadParent, cancellation),
            await ByCaseAsync(rows, ReadMember, cancellation),
            await ByCaseAsync(rows, Subjects.Read, cancellation));
        var (now, version) = (await AllAsync(
            rows, row => (Instant(row, 0), row.GetInt64(1)), cancellation))[0];
        return
        [
            .. cores.Select(c => new LoadedCase(
                around.Complete(c.Case), c.Root, c.Head, around.GrantsOf(c.Case.Id), now, version)
            {
                Scope = around.ScopeOf(c.Case.Id),
                Campaign = c.Campaign,
            }),
        ];
    }

    private static (Case Case, CaseId Root, CaseId? Campaign, byte[] Head) ReadCore(NpgsqlDataReader row) => (
        new Case(
            new CaseId(row.GetGuid(0)),
            new WorkflowId(row.GetString(2)),
            row.GetString(1),
            row.IsDBNull(7) ? null : new CaseId(row.GetGuid(7)),
            row.GetString(8),
            row.GetString(9),
            new StageId(row.GetString(3)),
            row.GetBoolean(4),
            row.GetInt32(5),
            row.GetBoolean(6),
            Seats: [],
            ImmutableDictionary<StageId, ImmutableArray<Seat>>.Empty,
            Votes: [],
            ImmutableDictionary<Party, PartyMembers>.Empty,
            [.. row.GetFieldValue<string[]>(10)],
            Matters: [],
            CaseJson.Read<ImmutableDictionary<string, ImmutableArray<string>>>(row.GetString(11)),
            CaseJson.Read<ImmutableDictionary<WorkflowId, int>>(row.GetString(12)),
            row.IsDBNull(13) ? null : row.GetFieldValue<DateOnly>(13),
            row.GetInt32(14))
        {
            Time = ReadTime(row),
            ParentRound = row.IsDBNull(17) ? null : row.GetInt32(17),
            Moves = CaseJson.Read<ImmutableArray<EditionMove>>(row.GetString(23)),
            Measures = Measures.None.AddRange(CaseJson.Read<Dictionary<string, decimal>>(row.GetString(24))),
            Duty = row.IsDBNull(25) ? null : CaseJson.Read<Duty>(row.GetString(25)),
            Copied = [.. row.GetFieldValue<int[]>(27).Select(id => new PersonId(id))],
            StraightBack = StageIn(row, 28),
            Recallable = row.IsDBNull(29) ? null : new Recallable(new SeatNo(row.GetInt32(29)), StageIn(row, 30))
            {
                Clocks = row.IsDBNull(31) ? null : CaseJson.Read<ImmutableArray<SeatClock>>(row.GetString(31)),
            },
        },
        new CaseId(row.GetGuid(16)),
        row.IsDBNull(32) ? null : new CaseId(row.GetGuid(32)),
        row.GetFieldValue<byte[]>(15));

    private static StageId? StageIn(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : new StageId(row.GetString(column));

    private static CaseTime ReadTime(NpgsqlDataReader row) => new(
        row.IsDBNull(18) ? null : row.GetFieldValue<DateOnly>(18),
        row.GetInt32(19),
        row.IsDBNull(20) ? null : new Suspension(Instant(row, 20), row.GetBoolean(21)),
        CaseTime.NoDates.AddRange(CaseJson.Read<Dictionary<string, DateOnly>>(row.GetString(22))),
        Clocks: [])
    {
        Met = CaseTime.NoDates.AddRange(CaseJson.Read<Dictionary<string, DateOnly>>(row.GetString(26))),
    };

    private static SeatClock ReadClock(NpgsqlDataReader row) => new(
        new SeatNo(row.GetInt32(1)),
        row.GetFieldValue<DateOnly>(2),
        row.IsDBNull(3) ? null : row.GetFieldValue<TimeOnly>(3),
        Instant(row, 4),
        [.. row.GetFieldValue<int[]>(5)]);

    private static DateTimeOffset Instant(NpgsqlDataReader row, int column) =>
        new(row.GetFieldValue<DateTime>(column), TimeSpan.Zero);

    private static PlacedSeat ReadSeat(NpgsqlDataReader row) => new(
        row.GetInt32(1),
        new StageId(row.GetString(3)),
        new Seat(
            new SeatNo(row.GetInt32(2)),
            CaseJson.Read<ImmutableArray<Sitter>>(row.GetString(4)),
            row.IsDBNull(5) ? null : new BodyId(row.GetInt32(5)),
            row.IsDBNull(6) ? null : row.GetFieldValue<DateOnly>(6),
            row.IsDBNull(7) ? null : row.GetFieldValue<TimeOnly>(7))
        {
            Consulted = row.GetBoolean(8),
            Lead = row.GetBoolean(9),
            Weight = row.IsDBNull(10) ? null : row.GetInt32(10),
            State = Enum.Parse<SeatState>(row.GetString(11)),
            Added = row.IsDBNull(12) ? null : new Addition(
                new SeatNo(row.GetInt32(12)), Enum.Parse<Placing>(row.GetString(13)), new PersonId(row.GetInt32(14)), row.GetString(15)),
            Holder = PersonIn(row, 16),
            ClaimedBy = PersonIn(row, 17),
            Skipped = row.GetBoolean(18),
            Nudges = CaseJson.Read<ImmutableArray<Nudge>>(row.GetString(19)),
        },
        row.GetBoolean(20));

    private static PersonId? PersonIn(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : new PersonId(row.GetInt32(column));

    private static Vote ReadVote(NpgsqlDataReader row) => new(
        row.GetInt32(1),
        new StageId(row.GetString(3)),
        new SeatNo(row.GetInt32(2)),
        new ActionId(row.GetString(4)),
        new Decider(
            new PersonId(row.GetInt32(5)),
            PersonIn(row, 6),
            row.IsDBNull(7) ? null : row.GetString(7))
        {
            InPlaceOf = PersonIn(row, 8),
        })
    {
        Target = StageIn(row, 9),
        Way = row.IsDBNull(10) ? null : Enum.Parse<WayBack>(row.GetString(10)),
    };

    private static Member ReadMember(NpgsqlDataReader row) => new(
        Enum.Parse<Party>(row.GetString(1)),
        row.IsDBNull(2) ? null : new PersonId(row.GetInt32(2)),
        row.IsDBNull(3) ? null : new BodyId(row.GetInt32(3)));

    private static (PersonId Person, CaseId Of) ReadNamed(NpgsqlDataReader row) => (new PersonId(row.GetInt32(1)), new CaseId(row.GetGuid(2)));

    private static Matter ReadMatter(NpgsqlDataReader row) => new(
        row.GetInt32(1),
        row.GetString(2),
        row.GetString(3),
        row.IsDBNull(4) ? null : row.GetFieldValue<DateOnly>(4),
        row.IsDBNull(5) ? null : new BodyId(row.GetInt32(5)),
        new PersonId(row.GetInt32(6)),
        row.GetBoolean(7));

    private static ChildCount ReadChildren(NpgsqlDataReader row) =>
        new(new(row.GetString(1)), new(row.GetString(2)), row.GetBoolean(3), row.GetInt32(4));

    private static ChildVote ReadChildVote(NpgsqlDataReader row)
    {
        var moves = CaseJson.Read<ImmutableArray<EditionMove>>(row.GetString(5));
        return new(new(row.GetString(1)), Now(new(row.GetString(2)), row.GetInt32(4), moves), new(row.GetInt32(3)));
    }

    /// <summary>What the stage of a round is called in the edition that the case has now.</summary>
    private static StageId Now(StageId stage, int round, ImmutableArray<EditionMove> moves) =>
        moves.Where(m => round <= m.Round).Aggregate(stage, (now, move) => move.Of(now));

    private static ParentState ReadParent(NpgsqlDataReader row) => new(
        new(row.GetString(1)), new(row.GetString(2)), row.GetBoolean(3), ImmutableDictionary<Party, PartyMembers>.Empty,
        [.. row.GetFieldValue<string[]>(4)], row.GetInt32(5), row.IsDBNull(6) ? null : Instant(row, 6),
        row.IsDBNull(7) ? null : row.GetFieldValue<DateOnly>(7));

    private static async Task<ILookup<CaseId, T>> ByCaseAsync<T>(
        NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken cancellation) =>
        (await AllAsync(rows, row => (Case: new CaseId(row.GetGuid(0)), Row: read(row)), cancellation))
        .ToLookup(row => row.Case, row => row.Row);

    /// <summary>All rows of the current answer; the reader goes on to the next.</summary>
    private static async Task<List<T>> AllAsync<T>(
        NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        var all = new List<T>();
        while (await rows.ReadAsync(cancellation))
        {
            all.Add(read(rows));
        }

        await rows.NextResultAsync(cancellation);
        return all;
    }

    private sealed record PlacedSeat(int Round, StageId Stage, Seat Seat, bool TakenBack);

    private sealed record Member(Party Party, PersonId? Person, BodyId? Body);

    /// <summary>What stands below and around the cases of one reading, in the order in which it was read.</summary>
    private sealed record Around(
        ILookup<CaseId, PlacedSeat> Seats,
        ILookup<CaseId, SeatClock> Clocks,
        ILookup<CaseId, Vote> Votes,
        ILookup<CaseId, Member> Parties,
        ILookup<CaseId, (PersonId Person, CaseId Of)> Scopes,
        ILookup<CaseId, Matter> Matters,
        ILookup<CaseId, ChildCount> Children,
        ILookup<CaseId, ChildVote> ChildVotes,
        ILookup<CaseId, ParentState> Parents,
        ILookup<CaseId, Member> ParentParties,
        ILookup<CaseId, (ImmutableDictionary<string, int> Measured, string? ContentHash)> Subjects)
    {
        public Case Complete(Case @case) => @case with
        {
            Seats = @case.RoundIsOpen
                ? [.. Seats[@case.Id].Where(s => s.Round == @case.Round).Select(s => s.Seat)]
                : [],
            RoundStage = Seats[@case.Id].GroupBy(s => Now(s.Stage, s.Round, @case.Moves)).ToImmutableDictionary(
                g => g.Key,
                // A group is never empty.
                g => g.GroupBy(s => s.Round).MaxBy(r => r.Key)!.Select(s => s.Seat).ToImmutableArray()),
            Time = @case.Time with { Clocks = [.. Clocks[@case.Id]] },
            Votes =
            [
                .. Votes[@case.Id].Select(v => (Vote: v, Seat: Seats[@case.Id].First(s => s.Round == v.Round && s.Seat.No == v.Seat)))
                .Select(v => v.Vote with
                {
                    Opinion = v.Seat.Seat.Consulted,
                    TakenBack = v.Seat.TakenBack,
                    Stage = Now(v.Vote.Stage, v.Vote.Round, @case.Moves),
                    Target = v.Vote.Target is { } to ? Now(to, v.Vote.Round, @case.Moves) : null,
                }),
            ],
            Parties = Gather(Parties[@case.Id]),
            Matters = [.. Matters[@case.Id]],
            Scope = ScopeOf(@case.Id) == @case.Id ? Scope.Of(Scopes[@case.Id].Select(s => s.Person)) : null,
        };

        public CaseId? ScopeOf(CaseId id) => Scopes[id].Select(s => (CaseId?)s.Of).FirstOrDefault();

        public Grants GrantsOf(CaseId id)
        {
            var (measured, contentHash) = Subjects[id].FirstOrDefault((ImmutableDictionary<string, int>.Empty, null));
            var parent = Parents[id].FirstOrDefault();
            return new Grants(
                measured, [.. Children[id]], [.. ChildVotes[id]],
                parent is null ? null : parent with { Parties = Gather(ParentParties[id]) },
                [], ImmutableDictionary<string, string>.Empty, contentHash)
            {
                Named = ScopeOf(id) is null ? null : [.. Scopes[id].Select(s => s.Person)],
            };
        }

        private static ImmutableDictionary<Party, PartyMembers> Gather(IEnumerable<Member> members) =>
            members.GroupBy(m => m.Party).ToImmutableDictionary(
                g => g.Key,
                g => new PartyMembers(
                    [.. g.Select(m => m.Person).OfType<PersonId>()], [.. g.Select(m => m.Body).OfType<BodyId>()]));
    }
}
