using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Store.Messages;
using Npgsql;
using NpgsqlTypes;

namespace Approvals.Web.Store.Cases;

/// <summary>
/// What a transaction will write, gathered over all the cases it touches: one statement a table, whether a command moves
/// one case or opens a thousand. Each keeps its own edition; the instant and the actor are of the transaction.
/// </summary>
internal sealed class CaseWrites(UnitId unit, DateTimeOffset now, DateOnly today, PersonId? actor)
{
    private readonly List<Written> _cases = [];
    private readonly HashSet<CaseId> _taken = [];
    private readonly List<(CaseId Case, int Seq, string Kind, byte[] Payload, byte[] Hash)> _events = [];
    private readonly List<(CaseId Case, int Round, StageId Stage, Seat Seat)> _seats = [];
    private readonly List<(CaseId Case, int Place, Vote Vote)> _votes = [];
    private readonly List<(CaseId Case, Party Party, int Place, PersonId? Person, BodyId? Body)> _members = [];
    private readonly List<(CaseId Case, Party Party)> _renamed = [];
    private readonly List<(CaseId Case, Matter Matter)> _matters = [];
    private readonly List<(CaseId Case, string Kind)> _settled = [];
    private readonly List<(CaseId Case, SeatNo? Seat)> _released = [];
    private readonly List<(CaseId Case, int Round, Seat Seat, bool Quiet)> _opened = [];
    private readonly List<(CaseId Receiver, CaseId Sender, int Occurrence, BodyId? Old, BodyId? New)> _wakes = [];
    private readonly List<(CaseId Parent, int Occurrence)> _wakeChildren = [];
    private readonly List<Outgoing> _messages = [];

    public UnitId Unit => unit;

    /// <summary>Whether anybody has something to look at after the commit.</summary>
    public bool WakesAny => _wakes.Count + _wakeChildren.Count > 0;

    /// <summary>Takes the events of one decision.</summary>
    /// <param name="book">The case's own edition.</param>
    /// <exception cref="InvalidOperationException">A case is taken twice: what it is asked is one decision.</exception>
    public void Take(Taken taken, Decision.Permitted decision, WorkflowBook book)
    {
        var (@case, root, head, id) = taken;
        if (!_taken.Add(id))
        {
            throw new InvalidOperationException($"case {id} was taken already: a statement writes each row once");
        }

        foreach (var e in decision.Events)
        {
            @case = Evolution.Evolve(id, @case, e);
            var (kind, payload) = (CaseJson.KindOf(e), CaseJson.Bytes(e));
            head = Chain.Link(head, unit, id, @case.Version, kind, actor?.Value, now, today, payload);
            _events.Add((id, @case.Version, kind, payload, head));
            Project(e, @case, book);
            if (Decider(e) is { RecordedBy: not null } decider)
            {
                _messages.Add(new Outgoing(decider.Person, new MessageNote.Recorded(id, @case.Version)));
            }
        }

        if (@case is not null && !decision.Events.IsEmpty)
        {
            _cases.Add(new Written(@case, root, head, taken.Before is null, book));
            Ask(decision.Requests, @case);
        }
    }

    private static Decider? Decider(CaseEvent e) => e switch
    {
        CaseEvent.VoteCast vote => vote.Decider,
        CaseEvent.ReportMade report => report.Decider,
        _ => null,
    };

    private void Ask(ImmutableArray<Request> requests, Case @case)
    {
        foreach (var request in requests)
        {
            switch (request)
            {
                case Request.WakeSelf:
                    _wakes.Add((@case.Id, @case.Id, @case.Version, null, null));
                    break;
                case Request.WakeParent when @case.Parent is { } parent:
                    _wakes.Add((parent, @case.Id, @case.Version, null, null));
                    break;
                case Request.ReplaceInParent replace when @case.Parent is { } parent:
                    // Below zero, so that it is another occurrence than the look that this version may ask for too.
                    _wakes.Add((parent, @case.Id, -@case.Version, replace.Old, replace.New));
                    break;
                case Request.WakeChildren:
                    _wakeChildren.Add((@case.Id, @case.Version));
                    break;
                default:
                    break;
            }
        }
    }

    private void Project(CaseEvent e, Case after, WorkflowBook book)
    {
        switch (e)
        {
            case CaseEvent.CaseOpened opened:
                foreach (var (party, members) in opened.Parties.OrderBy(p => p.Key))
                {
                    Members(after.Id, party, members);
                }

                break;
            case CaseEvent.RoundOpened opened:
                var quiet = book[after.Workflow].Stage(after.Stage)?.Quiet ?? false;
                _seats.AddRange(opened.Seats.Select(s => (after.Id, opened.Round, after.Stage, s)));
                _opened.AddRange(opened.Seats.Select(s => (after.Id, opened.Round, s, quiet)));
                break;
            case CaseEvent.VoteCast cast:
                _votes.Add((after.Id, after.Version, after.Votes[^1]));
                Release(after.Id, cast.Seat);
                break;
            case CaseEvent.RoundClosed:
                Release(after.Id, null);
                break;
            case CaseEvent.PartyNamed named:
                _members.RemoveAll(m => m.Case == after.Id && m.Party == named.Party);
                _renamed.Add((after.Id, named.Party));
                Members(after.Id, named.Party, named.Members);
                break;
            case CaseEvent.MatterRaised raised:
                _matters.Add((after.Id, raised.Matter));
                break;
            case CaseEvent.MattersSettled settled:
                Settle(after.Id, settled.Kind);
                break;
            default:
                break;
        }
    }

    /// <summary>Rows that stand already are settled first; what this transaction raises after this stays open.</summary>
    private void Settle(CaseId @case, string kind)
    {
        _settled.Add((@case, kind));
        for (var i = 0; i < _matters.Count; i++)
        {
            if (_matters[i].Case == @case && _matters[i].Matter.Kind == kind)
            {
                _matters[i] = (@case, _matters[i].Matter with { Open = false });
            }
        }
    }

    /// <summary>A seat that this very transaction opened and closed again (合并办理) never becomes a row of what is open.</summary>
    private void Release(CaseId @case, SeatNo? seat)
    {
        _opened.RemoveAll(o => o.Case == @case && (seat is null || o.Seat.No == seat));
        _released.Add((@case, seat));
    }

    private void Members(CaseId @case, Party party, PartyMembers members)
    {
        var place = 0;
        _members.AddRange(members.People.Select(p => (@case, party, place++, (PersonId?)p, (BodyId?)null)));
        _members.AddRange(members.Bodies.Select(b => (@case, party, place++, (PersonId?)null, (BodyId?)b)));
    }

    /// <summary>The statements in the order that foreign keys need.</summary>
    public void AddTo(NpgsqlBatch batch)
    {
        AddCases(batch, _cases.Where(c => c.IsNew).ToList(), CaseSql.InsertCases, opening: true);
        AddCases(batch, _cases.Where(c => !c.IsNew).ToList(), CaseSql.UpdateCases, opening: false);
        Add(batch, CaseSql.InsertEvents, _events, p => p
            .With("month", e => e.Case.Month).With("case", e => e.Case.Value).With("seq", e => e.Seq).With("kind", e => e.Kind)
            .With("payload", e => e.Payload).With("hash", e => e.Hash)
            .One("actor", NpgsqlDbType.Integer, actor?.Value).One("now", NpgsqlDbType.TimestampTz, now.UtcDateTime)
            .One("today", NpgsqlDbType.Date, today));
        Add(batch, CaseSql.DeleteMembers, _renamed, p => p
            .With("month", r => r.Case.Month).With("case", r => r.Case.Value).With("party", r => r.Party.ToString()));
        Add(batch, CaseSql.InsertMembers, _members, p => p
            .With("month", m => m.Case.Month).With("case", m => m.Case.Value).With("party", m => m.Party.ToString())
            .With("place", m => m.Place).With("person", m => m.Person?.Value).With("body", m => m.Body?.Value));
        Add(batch, CaseSql.InsertSeats, _seats, p => p
            .With("month", s => s.Case.Month).With("case", s => s.Case.Value).With("round", s => s.Round)
            .With("seat", s => s.Seat.No.Value).With("stage", s => s.Stage.Value)
                .With("sitters", s => CaseJson.Text(s.Seat.Sitters))
            .With("body", s => s.Seat.Body?.Value).With("due", s => s.Seat.DueOn));
        Add(batch, CaseSql.InsertVotes, _votes, p => p
            .With("month", v => v.Case.Month).With("case", v => v.Case.Value).With("round", v => v.Vote.Round)
            .With("seat", v => v.Vote.Seat.Value).With("stage", v => v.Vote.Stage.Value).With("action", v => v.Vote.Action.Value)
            .With("decider", v => v.Vote.Decider.Person.Value).With("recorder", v => v.Vote.Decider.RecordedBy?.Value)
            .With("occasion", v => v.Vote.Decider.Occasion).With("place", v => v.Place)
            .One("now", NpgsqlDbType.TimestampTz, now.UtcDateTime));
        AddOpen(batch);
        Add(batch, CaseSql.SettleMatters, _settled, p => p
            .With("month", s => s.Case.Month).With("case", s => s.Case.Value).With("kind", s => s.Kind));
        Add(batch, CaseSql.InsertMatters, _matters, p => p
            .With("month", m => m.Case.Month).With("case", m => m.Case.Value).With("no", m => m.Matter.No)
            .With("kind", m => m.Matter.Kind).With("text", m => m.Matter.Text).With("due", m => m.Matter.DueOn)
            .With("body", m => m.Matter.Body?.Value).With("by", m => m.Matter.RaisedBy.Value)
            .With("open", m => m.Matter.Open));
        AddWakes(batch);
        if (_messages.Count > 0)
        {
            batch.BatchCommands.Add(Outbox.Write(unit, _messages));
        }
    }

    private void AddOpen(NpgsqlBatch batch)
    {
        Add(batch, CaseSql.Release, _released, p => p
            .With("case", r => r.Case.Value).With("seat", r => r.Seat?.Value));
        Add(batch, CaseSql.InsertAssignments, _opened, p => p
            .With("month", o => o.Case.Month).With("case", o => o.Case.Value).With("round", o => o.Round)
            .With("seat", o => o.Seat.No.Value).With("quiet", o => o.Quiet).With("due", o => o.Seat.DueOn)
            .One("now", NpgsqlDbType.TimestampTz, now.UtcDateTime));
        var sitters = _opened.SelectMany(o => o.Seat.Sitters.Select((s, place) => (o.Case, o.Seat.No, place, s))).ToList();
        Add(batch, CaseSql.InsertSitters, sitters, p => p
            .With("case", s => s.Case.Value).With("seat", s => s.No.Value).With("place", s => s.place)
            .With("person", s => s.s.Person?.Value).With("body", s => s.s.Body?.Value).With("role", s => s.s.Role?.Value));
    }

    private void AddWakes(NpgsqlBatch batch)
    {
        Add(batch, CaseSql.InsertWakes, _wakes, p => p
            .With("month", w => w.Receiver.Month).With("case", w => w.Receiver.Value).With("sender", w => w.Sender.Value)
            .With("occurrence", w => w.Occurrence).With("old", w => w.Old?.Value).With("new", w => w.New?.Value)
            .One("now", NpgsqlDbType.TimestampTz, now.UtcDateTime));
        Add(batch, CaseSql.WakeChildren, _wakeChildren, p => p
            .With("month", w => w.Parent.Month).With("case", w => w.Parent.Value).With("occurrence", w => w.Occurrence)
            .One("now", NpgsqlDbType.TimestampTz, now.UtcDateTime));
    }

    private void AddCases(NpgsqlBatch batch, List<Written> cases, string sql, bool opening) =>
        Add(batch, sql, cases, p =>
        {
            p.With("month", c => c.Case.Id.Month).With("case", c => c.Case.Id.Value).With("stage", c => c.Case.Stage.Value)
                .With("ended", c => c.Case.Ended).With("round", c => c.Case.Round).With("round_open", c => c.Case.RoundIsOpen)
                .With("numbers", c => CaseJson.Text(c.Case.Numbers)).With("splits", c => CaseJson.Text(c.Case.Splits))
                .With("facts", c => string.Join(',', c.Case.Facts))
                .With("due", c => c.Case.DueOn).With("version", c => c.Case.Version).With("tip", c => c.Head)
                .One("now", NpgsqlDbType.TimestampTz, now.UtcDateTime);
            if (opening)
            {
                p.With("workflow", c => c.Case.Workflow.Value).With("parent_month", c => c.Case.Parent?.Month)
                    .With("parent", c => c.Case.Parent?.Value).With("root_month", c => c.Root.Month)
                        .With("root", c => c.Root.Value)
                    .With("key", c => c.Case.Key).With("title", c => c.Case.Title)
                    .With("separates", c => Separates(c.Book[c.Case.Workflow])).With("book", c => c.Book.Hash);
            }
        });

    private static bool Separates(Workflow workflow) => workflow.Stages.Any(s => s.NotSameAs.Any(n => n.Of is not null));

    private void Add<T>(NpgsqlBatch batch, string sql, List<T> rows, Action<Columns<T>> fill)
    {
        if (rows.Count > 0)
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.AddWithValue("unit", unit.Value);
            fill(new Columns<T>(command, rows));
            batch.BatchCommands.Add(command);
        }
    }

    private sealed record Written(Case Case, CaseId Root, byte[] Head, bool IsNew, WorkflowBook Book);

    /// <summary>Turns rows into one array parameter a column, for <c>unnest</c>.</summary>
    private sealed class Columns<T>(NpgsqlBatchCommand command, List<T> rows)
    {
        public Columns<T> With<TValue>(string name, Func<T, TValue> value)
        {
            command.Parameters.Add(new NpgsqlParameter<TValue[]>(name, [.. rows.Select(value)]));
            return this;
        }

        public Columns<T> One(string name, NpgsqlDbType type, object? value)
        {
            command.Parameters.Add(new NpgsqlParameter(name, type) { Value = value ?? DBNull.Value });
            return this;
        }
    }
}

/// <summary>A case whose decision is taken.</summary>
/// <param name="Before">Null for a case that opens.</param>
/// <param name="Head">The hash of its last event before.</param>
internal sealed record Taken(Case? Before, CaseId Root, byte[] Head, CaseId Id);
