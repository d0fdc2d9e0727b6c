using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Store.Messages;
using Approvals.Web.Store.Products;
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
    private readonly List<(CaseId Case, int Place, Vote Vote)> _votes = [];
    private readonly List<(CaseId Case, Party Party, int Place, PersonId? Person, BodyId? Body)> _members = [];
    private readonly List<(CaseId Case, Party Party)> _renamed = [];
    private readonly List<(CaseId Case, string Title)> _retitled = [];
    private readonly List<(CaseId Case, Matter Matter)> _matters = [];
    private readonly List<(CaseId Case, string Kind)> _settled = [];
    private readonly OpenWrites _open = new();
    private readonly SeatWrites _seats = new();
    private readonly HandWrites _hands = new();
    private readonly ScopeWrites _scopes = new();
    private readonly CitationWrites _citations = new();
    private readonly AskedWrites _asked = new();
    private readonly InspectorWrites _inspectors = new();
    private readonly List<(CaseId Receiver, Asked Asked)> _wakes = [];
    private readonly Dictionary<CaseId, Asked> _looks = [];
    private readonly List<(CaseId Parent, int Occurrence)> _wakeChildren = [];
    private readonly List<(CaseId Parent, int Occurrence, int Part, Request.HandToChildren Hand)> _handed = [];
    private readonly List<Outgoing> _messages = [];
    private readonly List<ProductOrder> _products = [];

    public UnitId Unit => unit;

    /// <summary>Whether a loop has something to look at, to fire or to send after the commit.</summary>
    public bool LeavesWork => Wakes || _messages.Count + _products.Count > 0;

    /// <summary>Whether a case is asked to look again.</summary>
    public bool Wakes => _looks.Count + _wakes.Count + _wakeChildren.Count + _handed.Count > 0;

    /// <summary>Takes the events of one decision.</summary>
    /// <param name="context">With which it was decided; its book is the case's own edition.</param>
    /// <exception cref="InvalidOperationException">A case is taken twice: what it is asked is one decision.</exception>
    public void Take(Taken taken, Decision.Permitted decision, Context context)
    {
        var (@case, root, head, id) = (taken.Before, taken.Root, taken.Head, taken.Id);
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
            Project(e, @case, context.Book);
            _hands.Take(e, @case);
            _scopes.Take(e, @case);
            _citations.Take(e, @case);
            _asked.Take(e, @case);
            _messages.AddRange(EventNotes.Of(e, id, @case.Version));
        }

        if (@case is not null && !decision.Events.IsEmpty)
        {
            _cases.Add(new Written(@case, taken, head, context.Book));
            _open.Take(taken.Before, @case, context);
            _inspectors.Take(taken.Before, @case);
            Ask(decision.Requests, @case, root, context.Grants);
        }
    }

    /// <summary>Only the times of its next rungs are others: no event says so, for nothing happened.</summary>
    public void Rearm(Case @case, Context context) => _open.Rearm(@case, context);

    private void Ask(ImmutableArray<Request> requests, Case @case, CaseId root, Grants known)
    {
        foreach (var (place, request) in requests.Index())
        {
            switch (request)
            {
                case Request.WakeSelf:
                    Look(@case.Id, @case);
                    break;
                case Request.WakeParent or Request.ReplaceInParent or Request.ExtendParent or Request.HandToParent:
                    AskParent(request, @case, place + 1);
                    break;
                case Request.WakeChildren:
                    AskChildren(@case, known);
                    break;
                case Request.HandToChildren hand:
                    _handed.Add((@case.Id, @case.Version, place + 1, hand));
                    break;
                case Request.Produce produce:
                    _products.Add(new ProductOrder(@case.Id, root, produce));
                    break;
                case Request.Tell tell:
                    Tell(tell, @case.Id);
                    break;
                case Request.OpenChild or Request.HandToSibling: // decided in this very transaction
                    break;
                default:
                    throw new UnreachableException($"nobody carries out a {request.GetType().Name}");
            }
        }
    }

    /// <summary>Nothing where nobody is above.</summary>
    private void AskParent(Request request, Case @case, int part)
    {
        switch (request, @case.Parent)
        {
            case (Request.WakeParent, { } parent):
                Look(parent, @case);
                break;
            case (Request.ReplaceInParent replace, { } parent):
                // Below zero, so that it is another occurrence than the look that this version may ask for too.
                _wakes.Add((parent, new Asked(@case.Id, -@case.Version, replace.Old, replace.New, null)));
                break;
            case (Request.ExtendParent extend, { } parent):
                // Another occurrence than a look and a transfer, for the same reason.
                _wakes.Add((parent, new Asked(@case.Id, int.MinValue + @case.Version, null, null, extend.To)));
                break;
            case (Request.HandToParent hand, { } parent):
                _wakes.Add((parent, new Asked(@case.Id, @case.Version, null, null, null) { Part = part, Handed = hand.Command }));
                break;
        }
    }

    private void AskChildren(Case @case, Grants known)
    {
        // Read under the lock of the case, without which nothing opens below it; what this transaction opens is asked nothing.
        if (known.Children.Any(c => !c.Ended))
        {
            _wakeChildren.Add((@case.Id, @case.Version));
        }
    }

    /// <summary>One look sees everything that the transaction did, whoever of it asks for one.</summary>
    private void Look(CaseId receiver, Case sender) =>
        _looks.TryAdd(receiver, new Asked(sender.Id, sender.Version, null, null, null));

    /// <summary>It was looked at as this transaction leaves it, and there was nothing to do.</summary>
    public void NeedsNoLook(CaseId opened) => _looks.Remove(opened);

    private void Tell(Request.Tell tell, CaseId id)
    {
        var rung = new RungNote(id, tell.Round, tell.Seat, tell.Rung, tell.DueOn, tell.DueAt, tell.Days);
        MessageNote note = tell.Kind switch
        {
            MessageKind.Reminder => new MessageNote.Reminder(rung),
            MessageKind.Escalation => new MessageNote.Escalation(rung),
            _ => throw new UnreachableException($"no message for {tell.Kind}"),
        };
        _messages.AddRange(tell.To.Select(person => new Outgoing(person, note, tell.NotBefore)));
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
            case CaseEvent.VoteCast cast:
                _votes.Add((after.Id, after.Version, after.Votes[^1]));
                _open.Release(after.Id, cast.Seat);
                break;
            case CaseEvent.SeatSkipped skipped:
                _open.Release(after.Id, skipped.Seat);
                break;
            case CaseEvent.RoundClosed:
                _open.Release(after.Id, null);
                break;
            case CaseEvent.PartyNamed named:
                _members.RemoveAll(m => m.Case == after.Id && m.Party == named.Party);
                _renamed.Add((after.Id, named.Party));
                Members(after.Id, named.Party, named.Members);
                break;
            case CaseEvent.Retitled retitled:
                _retitled.Add((after.Id, retitled.Title));
                break;
            case CaseEvent.MatterRaised raised:
                _matters.Add((after.Id, raised.Matter));
                break;
            case CaseEvent.MattersSettled settled:
                Settle(after.Id, settled.Kind);
                break;
            default:
                _seats.Take(e, after, _open, book[after.Workflow].Stage(after.Stage)?.Quiet ?? false);
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
        Rows.Add(batch, unit, CaseSql.InsertEvents, _events, p => p
            .With("month", e => e.Case.Month).With("case", e => e.Case.Value).With("seq", e => e.Seq).With("kind", e => e.Kind)
            .With("payload", e => e.Payload).With("hash", e => e.Hash)
            .One("actor", NpgsqlDbType.Integer, actor?.Value).One("now", NpgsqlDbType.TimestampTz, now.UtcDateTime)
            .One("today", NpgsqlDbType.Date, today));
        Rows.Add(batch, unit, CaseSql.Retitle, _retitled, p => p
            .With("month", r => r.Case.Month).With("case", r => r.Case.Value).With("title", r => r.Title));
        _citations.AddTo(batch, unit);
        _asked.AddTo(batch, unit);
        AddMembers(batch);
        _inspectors.AddTo(batch, unit);
        _seats.AddTo(batch, unit);
        AddVotes(batch);
        _open.AddTo(batch, unit, now);
        _hands.AddTo(batch, unit);
        _scopes.AddTo(batch, unit);
        AddMatters(batch);
        AddWakes(batch);
        ProductOrders.AddTo(batch, unit, _products, actor, now);
        if (_messages.Count > 0)
        {
            batch.BatchCommands.Add(Outbox.Write(unit, _messages));
        }
    }

    private void AddMembers(NpgsqlBatch batch)
    {
        Rows.Add(batch, unit, CaseSql.DeleteMembers, _renamed, p => p
            .With("month", r => r.Case.Month).With("case", r => r.Case.Value).With("party", r => r.Party.ToString()));
        Rows.Add(batch, unit, CaseSql.InsertMembers, _members, p => p
            .With("month", m => m.Case.Month).With("case", m => m.Case.Value).With("party", m => m.Party.ToString())
            .With("place", m => m.Place).With("person", m => m.Person?.Value).With("body", m => m.Body?.Value));
    }

    private void AddVotes(NpgsqlBatch batch) =>
        Rows.Add(batch, unit, CaseSql.InsertVotes, _votes, p => p
            .With("month", v => v.Case.Month).With("case", v => v.Case.Value).With("round", v => v.Vote.Round)
            .With("seat", v => v.Vote.Seat.Value).With("stage", v => v.Vote.Stage.Value).With("action", v => v.Vote.Action.Value)
            .With("target", v => v.Vote.Target?.Value).With("way", v => v.Vote.Way?.ToString())
            .With("decider", v => v.Vote.Decider.Person.Value).With("recorder", v => v.Vote.Decider.RecordedBy?.Value)
            .With("occasion", v => v.Vote.Decider.Occasion).With("absent", v => v.Vote.Decider.InPlaceOf?.Value).With("place", v => v.Place)
            .One("now", NpgsqlDbType.TimestampTz, now.UtcDateTime));

    private void AddMatters(NpgsqlBatch batch)
    {
        Rows.Add(batch, unit, CaseSql.SettleMatters, _settled, p => p
            .With("month", s => s.Case.Month).With("case", s => s.Case.Value).With("kind", s => s.Kind));
        Rows.Add(batch, unit, CaseSql.InsertMatters, _matters, p => p
            .With("month", m => m.Case.Month).With("case", m => m.Case.Value).With("no", m => m.Matter.No)
            .With("kind", m => m.Matter.Kind).With("text", m => m.Matter.Text).With("due", m => m.Matter.DueOn)
            .With("body", m => m.Matter.Body?.Value).With("by", m => m.Matter.RaisedBy.Value)
            .With("open", m => m.Matter.Open));
    }

    private void AddWakes(NpgsqlBatch batch)
    {
        var wakes = _looks.Select(l => (Receiver: l.Key, Asked: l.Value)).Concat(_wakes).ToList();
        Rows.Add(batch, unit, CaseSql.InsertWakes, wakes, p => p
            .With("month", w => w.Receiver.Month).With("case", w => w.Receiver.Value).With("sender", w => w.Asked.Sender.Value)
            .With("occurrence", w => w.Asked.Occurrence).With("old", w => w.Asked.Old?.Value).With("new", w => w.Asked.New?.Value)
            .With("due", w => w.Asked.DueOn).With("part", w => w.Asked.Part)
            .With("handed", w => w.Asked.Handed is { } handed ? CaseJson.Text(handed) : null)
            .One("now", NpgsqlDbType.TimestampTz, now.UtcDateTime));
        Rows.Add(batch, unit, CaseSql.WakeChildren, _wakeChildren, p => p
            .With("month", w => w.Parent.Month).With("case", w => w.Parent.Value).With("occurrence", w => w.Occurrence)
            .One("opened", NpgsqlDbType.Array | NpgsqlDbType.Uuid, _cases.Where(c => c.IsNew).Select(c => c.Case.Id.Value).ToArray())
            .One("now", NpgsqlDbType.TimestampTz, now.UtcDateTime));
        Rows.Add(batch, unit, CaseSql.HandToChildren, _handed, p => p
            .With("month", h => h.Parent.Month).With("case", h => h.Parent.Value).With("occurrence", h => h.Occurrence)
            .With("part", h => h.Part).With("of", h => h.Hand.Workflow?.Value).With("handed", h => CaseJson.Text(h.Hand.Command))
            .One("now", NpgsqlDbType.TimestampTz, now.UtcDateTime));
    }

    private void AddCases(NpgsqlBatch batch, List<Written> cases, string sql, bool opening) =>
        Rows.Add(batch, unit, sql, cases, p =>
        {
            p.With("month", c => c.Case.Id.Month).With("case", c => c.Case.Id.Value).With("stage", c => c.Case.Stage.Value)
                .With("ended", c => c.Case.Ended).With("round", c => c.Case.Round).With("round_open", c => c.Case.RoundIsOpen)
                .With("numbers", c => CaseJson.Text(c.Case.Numbers)).With("splits", c => CaseJson.Text(c.Case.Splits))
                .With("facts", c => string.Join(',', c.Case.Facts)).With("copied", c => string.Join(',', c.Case.Copied.Select(p => p.Value)))
                .With("extensions", c => c.Case.Time.Extensions).With("stopped", c => c.Case.Time.Suspension?.Since)
                .With("stopped_above", c => c.Case.Time.Suspension is { Inherited: true })
                .With("dates", c => CaseJson.Text(c.Case.Time.Dates)).With("straight_back", c => c.Case.StraightBack?.Value)
                .With("recall_seat", c => c.Case.Recallable?.Seat.Value)
                .With("recall_back", c => c.Case.Recallable?.StraightBack?.Value)
                .With("recall_clocks", c => c.Case.Recallable?.Clocks is { } clocks ? CaseJson.Text(clocks) : null)
                .With("book", c => c.Case.BookHash).With("separates", c => c.Book[c.Case.Workflow].SeparatesFromChildren)
                .With("measures", c => CaseJson.Text(c.Case.Measures))
                .With("recurrence", c => c.Case.Duty is { } recurring ? CaseJson.Text(recurring) : null)
                .With("met", c => CaseJson.Text(c.Case.Time.Met))
                .With("due", c => c.Case.DueOn).With("version", c => c.Case.Version).With("tip", c => c.Head)
                .One("now", NpgsqlDbType.TimestampTz, now.UtcDateTime);
            if (opening)
            {
                p.With("workflow", c => c.Case.Workflow.Value).With("parent_month", c => c.Case.Parent?.Month)
                    .With("parent", c => c.Case.Parent?.Value).With("root_month", c => c.Taken.Root.Month)
                    .With("root", c => c.Taken.Root.Value)
                    .With("key", c => c.Case.Key).With("title", c => c.Case.Title)
                    .With("scope_month", c => c.Taken.Scope?.Month).With("scope", c => c.Taken.Scope?.Value)
                    .With("parent_workflow", c => c.Taken.ParentWorkflow?.Value)
                    .With("campaign_month", c => c.Taken.Campaign?.Month).With("campaign_id", c => c.Taken.Campaign?.Value)
                    .With("parent_round", c => c.Case.ParentRound).With("first_due", c => c.Case.Time.FirstDueOn);
            }
            else
            {
                p.With("moves", c => CaseJson.Text(c.Case.Moves));
            }
        });

    private sealed record Written(Case Case, Taken Taken, byte[] Head, WorkflowBook Book)
    {
        public bool IsNew => Taken.Before is null;
    }
}

/// <summary>A case whose decision is taken.</summary>
/// <param name="Before">Null for a case that opens.</param>
/// <param name="Head">The hash of its last event before.</param>
internal sealed record Taken(Case? Before, CaseId Root, byte[] Head, CaseId Id)
{
    /// <summary>The case whose 知悉范围 it stands in, itself or one above it; null: nothing restricts it.</summary>
    public CaseId? Scope { get; init; }

    /// <summary>The child of the root that it stands below (专题活动); null for the root and its children.</summary>
    public CaseId? Campaign { get; init; }

    /// <summary>Of the case that opens it; needed only where it opens.</summary>
    public WorkflowId? ParentWorkflow { get; init; }

    /// <summary>A child that opens below this case, as its decision leaves it.</summary>
    public Taken Opening(CaseId child, Case after) => new(null, Root, Chain.Start, child)
    {
        Scope = after.Scope is null ? Scope : Id,
        Campaign = after.Parent is null ? null : after.Parent == Root ? Id : Campaign,
        ParentWorkflow = after.Workflow,
    };
}
