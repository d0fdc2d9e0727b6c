using System.Collections.Immutable;

namespace Approvals.Tests.Model;

/// <summary>
/// What docs/definitions.md says, in plain lists and ifs over the abstract description. It shares no code with the engine, and is
/// so short (a test counts) that it can be checked by reading it beside that page.
/// </summary>
internal sealed class NaiveModel(Process process, Setting setting)
{
    public DateOnly Today { get; private set; } = setting.Day;

    public Town Town { get; private set; } = Town.Usual;

    public List<Running> Cases { get; private set; } = [];

    public bool Open() => Tried(() => Begin(process.Flows[0].Id, null, setting.DueOn, 0, frozen: false));

    /// <summary>Whether it is permitted; refused, nothing has changed.</summary>
    public bool Do(Attempt a) => Tried(() => Apply(Cases.Find(c => c.Path == a.Case)!, a));

    public Stage? StageOf(Running c) => process[c.Flow].Stage(c.Stage);

    public string StandingOf(Running c, Sitting s) => Heard(c, s) ? "voted" : s.Silent ? "silent"
        : c.Decided is not null && !s.Consulted ? "released" : Waits(c, s) ? "waiting" : "open";

    public bool Stands(Running c) => c.Suspended || (c.Parent is { } up && !Cases[up].Ended && Stands(Cases[up]));

    public bool May(Sitting s, int person) => s.Holder > 0 && Town.Serves(s.Holder) ? s.Holder == person : ByRule(s, person);

    /// <summary>All of it or nothing; then every case that need not stay where it is goes on, if it can.</summary>
    private bool Tried(Action change)
    {
        var (before, done) = (Cases.ConvertAll(c => c.Copy()), !Refused.By(change));
        Cases = done ? Cases : before;
        Cases.ForEach(OpenUp);
        Cases.FindAll(Stands).ForEach(c => c.Undo = c.Undo is { } undo ? undo with { Dues = undo.Dues.Clear() } : null);
        return done && (Cases.ToList().Exists(c => Onward(c) is { } to && Tried(() => Move(Cases[c.No], to))) || true);
    }

    /// <summary>Where the case goes without anybody: a seat of it can be taken by nobody any more, or its wait is over.</summary>
    private string? Onward(Running c) => StageOf(c) switch
    {
        { IfNobody: { } instead } stage when !Stands(c) && IsStuck(c, stage) => instead,
        { Wait: { } wait } when Holding(c, wait.Until) => wait.To,
        _ => null,
    };

    private void Apply(Running c, Attempt a)
    {
        Town = Town.After(a, Today);
        Refused.Unless(a.Kind >= Kind.Fire || (!c.Ended && c.Round == a.Round && (a.Kind == Kind.Anywhere || c.Seats.Count > 0)));
        switch (a.Kind)
        {
            case Kind.Days: Pass(a.Days); break;
            case Kind.Wake: Refused.Unless(Onward(c) is null); break; // else it would have gone on, if it could
            case Kind.Fire: Fire(c); break;
            case Kind.Anywhere: Anywhere(c, a); break;
            case Kind.Recall:
                var undo = c.Undo!;
                Refused.Unless(undo is { Vote: var it } && it.Humans.Append(it.Recorder).Contains(a.By) && Town.Serves(a.By));
                c.Votes = c.Votes.Replace(undo.Vote, undo.Vote with { Opinion = true }); // never counted again
                Enter(c, undo.From, undo.Address);
                c.Seats.FindAll(s => c.Stage == undo.From && StageOf(c)!.Days > 0 && !s.Consulted && undo.Dues.ContainsKey(s.No))
                    .ForEach(s => (s.Open, s.Due) = (true, undo.Dues[s.No]));
                break;
            case < Kind.Fire: InSeat(c, StageOf(c)!, c.Seats.Find(s => s.No == a.Seat)!, a); break;
        }
    }

    private void Anywhere(Running c, Attempt a)
    {
        var act = process[c.Flow].Anywhere.FirstOrDefault(d => d.Id == a.Deed && !d.Except.Contains(c.Stage))!;
        Refused.Unless(act is not null && (a.Reason || !act.Reason) && Holding(c, act.When));
        Hand(c, new Stage(""), new Sitting(-1, 0, 0, act!.Signers), a);
        Affect(c, act);
        act.To.ToList().ForEach(to => Move(c, to));
    }

    private void InSeat(Running c, Stage stage, Sitting seat, Attempt a)
    {
        Refused.Unless(seat is not null && StandingOf(c, seat) == "open");
        var (keeper, his) = (Town.Has(a.By, 0, role => role is "office" or "registrar"), ByRule(seat!, a.By) && !Shut(c, stage, a.By));
        var takesBack = Town.Serves(seat!.Holder) && (a.Kind == Kind.HandBack ? keeper || his : a.Kind == Kind.Transfer && his);
        var (decider, who) = takesBack || a.Kind == Kind.Release ? (a.By, a.By) : Hand(c, stage, seat, a);
        var (claimant, added) = (Claimant(seat!), new Sitting(c.Seats.Count, a.Person, 0, [], a.Seat, a.Kind == Kind.AddBefore, a.By));
        var newcomer = a.Reason && a.Person != a.By && Town.Serves(a.Person) && !Shut(c, stage, a.Person)
            && !c.Seats.Exists(s => !(a.Kind == Kind.Transfer && s == seat) && (IsHis(c, s, a.Person)
                || (!Heard(c, s) && Town.People.Where(p => May(s, p) && !Shut(c, stage, p)).SequenceEqual([a.Person]))));
        Refused.Unless(a.Kind switch
        {
            Kind.Act => true,
            Kind.AddBefore or Kind.AddAfter => (added.Before ? stage.AddBefore : stage.AddAfter) && !seat!.Consulted && newcomer
                && c.Seats.Count(s => s.Anchor >= 0) < 20 && !c.Seats.Exists(s => s.Person == a.Person || s.AddedBy == a.Person),
            Kind.Transfer => stage.Transfer is { } to && newcomer && a.Person != who && Town.Has(a.Person, seat!.Body, role => to.IsEmpty
                ? seat.Body > 0 || Town.Has(who, 0, r => r == role) : to.Contains(role)),
            Kind.HandBack => stage.Transfer is not null && a.Reason && seat!.Holder > 0,
            Kind.Claim => stage.Claim && decider == who,
            _ => claimant is 0 || claimant == a.By || keeper || Town.Has(a.By, seat!.Body, role => role == seat.Roles.FirstOrDefault()),
        });
        c.Undo = a.Kind == Kind.Release && claimant is 0 ? c.Undo : null; // harmless where nobody has claimed it
        switch (a.Kind)
        {
            case Kind.Act: Act(c, stage, seat!, a, decider, who); break;
            case Kind.AddBefore or Kind.AddAfter: c.Seats.Insert(c.Seats.IndexOf(seat!) + (added.Before ? 0 : 1), added); break;
            case Kind.Transfer or Kind.HandBack: (seat!.Holder, seat.Claimed) = (a.Kind == Kind.HandBack ? 0 : a.Person, 0); break;
            case Kind.Claim: seat!.Claimed = seat.Holder == a.By ? seat.Claimed : a.By; break;
            default: seat!.Claimed = claimant is 0 ? seat.Claimed : 0; break;
        }
    }

    /// <summary>Who acts, and whose act it is: his own, or that of the absent one in whose place he acts.</summary>
    private (int Decider, int Who) Hand(Running c, Stage stage, Sitting seat, Attempt a)
    {
        var (decider, claimant) = (a.RecordedFor > 0 ? a.RecordedFor : a.By, Claimant(seat));
        List<int> whose = May(seat, decider) ? [decider] : [.. Town.AbsentFor(decider, Today)
            .Where(p => May(seat, p) && (claimant is 0 || claimant == p) && (a.InPlaceOf == 0 || a.InPlaceOf == p))];
        Refused.Unless(whose.Count == 1 && Town.Serves(decider) && (claimant is 0 || claimant == whose[0]));
        var (who, own) = (whose[0], Party(c, "responsible_departments").Concat(Party(c, "assigned_department")));
        Refused.Unless(!Shut(c, stage, decider) && !Shut(c, stage, who) && (seat.No < 0 || !c.Seats.Exists(s => s != seat
            && ((s.Person == decider && s.Anchor >= 0) || (s.Holder == decider && May(s, decider))
                || ((seat.Anchor >= 0 || who != decider) && Voted(c, s, decider))
                || (who != decider && !Heard(c, s) && May(s, decider) && (Claimant(s) is 0 || Claimant(s) == decider))))));
        Refused.Unless(a.RecordedFor == 0 || (a.By != decider && a.By != who && Town.Has(a.By, 0, role => role is "office" or "registrar")
            && !Shut(c, stage, a.By) && !Party(c, "drafter").Contains(a.By) && !own.Any(body => Town.Has(a.By, body, _ => true))));
        return (decider, who);
    }

    private void Act(Running c, Stage stage, Sitting seat, Attempt a, int decider, int who)
    {
        var deed = stage.Deeds.FirstOrDefault(d => d.Id == a.Deed)!;
        Refused.Unless(deed is not null && (deed.By.IsEmpty || Town.Has(who, seat.Body, deed.By.Contains)) && !(seat.Consulted && deed.AtOnce));
        Refused.Unless((a.Reason || !(deed!.Reason || deed.Does == Does.Raise)) && Holding(c, deed!.When));
        var to = deed.AnyEarlier ? process[c.Flow].Before(stage).RemoveAll(s => !c.Rounds.ContainsKey(s)) : deed.To;
        var chosen = deed.AnyEarlier || to.Length > 1 ? a.Target : to.FirstOrDefault("");
        Refused.Unless((!deed.Leads || to.Contains(chosen)) && (deed.Way != WayOn.AsChosen || a.Way is WayOn.Rewalk or WayOn.StraightBack));
        var vote = new Ballot(c.Round, c.Stage, seat.No, deed, [decider, who], a.RecordedFor > 0 ? a.By : 0, chosen,
            (deed.Way == WayOn.AsChosen ? a.Way : deed.Way) == WayOn.StraightBack, seat.Consulted);
        c.Votes = deed.Leads ? c.Votes.Add(vote) : c.Votes;
        c.Gaps += deed is { Leads: true, Does: Does.Raise } && !seat.Consulted ? 1 : 0;
        (deed.Leads ? () => Decide(c, stage, vote) : (Action)(() => Affect(c, seat.Consulted ? new Deed("opinion") : deed)))();
    }

    private void Affect(Running c, Deed deed)
    {
        c.Suspended = deed.Does == Does.Suspend || (c.Suspended && deed.Does != Does.Resume);
        c.Frozen |= deed.Does == Does.Freeze;
        c.Gaps = deed.Does == Does.Settle ? 0 : c.Gaps;
        (deed.Does == Does.CancelChildren ? OpenBelow(c) : []).ForEach(o => o.Stand(process[o.Flow].CancelledAt, true));
        new List<string>(deed.Does == Does.OpenChild ? [deed.Child] : []).ForEach(f => Begin(f, c, Attempt.SaysDate, 0, c.Frozen));
    }

    /// <summary>The round closes when the signers have decided and nobody consulted is waited for, or at once.</summary>
    private void Decide(Running c, Stage stage, Ballot? last)
    {
        var (flow, heard) = (process[c.Flow], last is { Opinion: false });
        var atOnce = heard && (last!.Deed.AtOnce || (stage.Rule == SignRule.Sequential && flow.PlaceOf(last.Target) < flow.PlaceOf(c.Stage)));
        c.Decided ??= atOnce ? last!.Deed : Outcome(c, stage);
        if (c.Decided is { } deed && (atOnce || !c.Seats.Exists(s => s.Consulted && StandingOf(c, s) == "open")))
        {
            var cast = Votes(c).FindAll(v => v.Deed == deed && !v.Opinion);
            Affect(c, deed);
            Move(c, cast.MinBy(v => flow.PlaceOf(v.Target))!.Target, cast.TrueForAll(v => v.Straight), cast.Find(v => deed.Recall && v == last));
        }
    }

    private Deed? Outcome(Running c, Stage stage)
    {
        var (seats, silent) = (c.Seats.FindAll(s => !s.Consulted), c.Seats.FindAll(s => !s.Consulted && !Heard(c, s)));
        var gravest = stage.Deeds.LastOrDefault(d => d.Id != stage.Ballot.For && Votes(c).Exists(v => !v.Opinion && v.Deed == d));
        var others = stage.Rule == SignRule.Ballot ? seats.FindAll(s => !Votes(c).Exists(v => v.Seat == s.No && v.Deed.Id == stage.Ballot.For)) : [];
        return !Suffices(c, stage, seats, [.. others.Except(silent)]) ? gravest
            : !Suffices(c, stage, seats, [.. others.Union(silent)]) ? null
            : stage.Rule == SignRule.Ballot ? stage.Deeds.First(d => d.Id == stage.Ballot.For) : gravest;
    }

    /// <summary>Whether the round is decided, a ballot passed, without those.</summary>
    private bool Suffices(Running c, Stage stage, List<Sitting> seats, List<Sitting> without) => stage.Rule switch
    {
        SignRule.Ballot => Weight(c, stage, seats) - Weight(c, stage, without) >= NeedOf(c, stage, seats),
        SignRule.Any => without.TrueForAll(s => s.Anchor < 0) && without.Count < seats.Count(s => s.Anchor < 0),
        _ => without.Count == 0,
    };

    private void Move(Running c, string to, bool straight = false, Ballot? by = null)
    {
        var (here, there, pending) = (process[c.Flow].IndexOf(c.Stage), process[c.Flow].IndexOf(to), c.Address);
        var undo = by is null ? null : new Undo(c.Stage, pending, by, c.Seats.Where(s => s.Open).ToImmutableDictionary(s => s.No, s => s.Due));
        Enter(c, there > here ? pending ?? to : to, straight && pending is null && there <= here && there >= 0 ? c.Stage : null, undo);
    }

    private void Enter(Running c, string to, string? address = null, Undo? undo = null)
    {
        var (flow, passed) = (process[c.Flow], new HashSet<string>());
        for (; flow.Stage(to) is { Who: not null } shut && !CanBegin(c, shut, SeatsOf(c, shut)); to = shut.IfNobody!)
        {
            Refused.Unless(passed.Add(to) && shut.IfNobody is not null);
        }

        c.Address = flow.PlaceOf(to) < flow.PlaceOf(address ?? "") ? address : null;
        c.Undo = flow.Stage(to) is { Who: not null, Split: null } ? undo : null;
        c.Stand(to, flow.Stage(to) is null);
        if (StageOf(c) is { Who: not null } stage)
        {
            (c.Round, c.Seats) = (c.Round + 1, SeatsOf(c, stage));
            c.Rounds = c.Rounds.SetItem(to, c.Seats.ConvertAll(s => s with { }));
            c.Seats.AddRange(ConsultedIn(c, stage, c.Seats));
        }

        List<int> parts = StageOf(c)?.Split is not { } split ? [] : split.EachBody ? [.. Party(c, "responsible_departments")] : [0];
        parts.ForEach(body => Begin(StageOf(c)!.Split!.Value.Flow, c, c.DueOn, body, frozen: false));
    }

    private bool CanBegin(Running c, Stage stage, List<Sitting> seats) =>
        seats.Count(s => Takable(c, stage, s)) >= stage.Who!.AtLeast && Suffices(c, stage, seats, seats.FindAll(s => !Takable(c, stage, s)));

    /// <summary>A seat is open that nobody can take any more, and those who are left cannot decide it, a ballot not pass it.</summary>
    private bool IsStuck(Running c, Stage stage)
    {
        var against = Votes(c).FindAll(v => stage.Rule == SignRule.Ballot && v.Deed.Id != stage.Ballot.For).ConvertAll(v => v.Seat);
        var lost = c.Seats.FindAll(s => !s.Consulted && (Heard(c, s) ? against.Contains(s.No) : !Takable(c, stage, s)));
        return lost.Exists(s => s.Open) && !Suffices(c, stage, c.Seats.FindAll(s => !s.Consulted), lost);
    }

    private void Begin(string flow, Running? parent, DateOnly? due, int body, bool frozen)
    {
        var path = parent is null ? "0" : $"{parent.Path}.{Below(parent).Count}";
        Cases.Add(new Running(Cases.Count, path, flow, parent?.No, body) { DueOn = due, Frozen = frozen });
        Enter(Cases[^1], process[flow].Stages[0].Id);
    }

    private List<Sitting> SeatsOf(Running c, Stage stage)
    {
        var (who, first) = (stage.Who!, Party(c, "responsible_leaders").OrderBy(p => Town.Serves(p) ? 0 : 1).Take(1).ToList());
        var made = who switch
        {
            { SameAs.Length: > 0 } => c.Rounds.GetValueOrDefault(who.SameAs, []),
            { IsPeople: true } => Party(c, who.Party).Distinct().Select(p => new Sitting(0, p, 0, [])),
            { IsBodies: true } => Party(c, who.Party).Distinct().Select(b => new Sitting(0, 0, b, who.Roles))
                .Select(s => who.OrElse.IsEmpty || Takable(c, stage, s) ? s : s with { Roles = who.OrElse }),
            _ => [new Sitting(0, 0, 0, who.Roles)],
        };
        return [.. made.Select((s, no) => s with { No = no, Lead = OfLead(c, s) || first.Contains(s.Person) })];
    }

    private List<Sitting> ConsultedIn(Running c, Stage stage, List<Sitting> signers) => stage.Consult is not { } asked ? [] :
        [.. Party(c, asked.Party).DistinctBy(Town.Answers).Select(b => new Sitting(0, 0, b, asked.Roles) { Consulted = true })
            .Where(s => Takable(c, stage, s) && !signers.Exists(
                o => ByRule(s, o.Person) || (o.Body > 0 && Town.Answers(o.Body) == Town.Answers(s.Body))))
            .Select((s, no) => s with { No = signers.Count + no })];

    /// <summary>Whoever's turn has come, and not before, has a seat that is work, with a time of its own.</summary>
    private void OpenUp(Running c) => c.Seats.ForEach(s =>
    {
        var (was, stage) = (s.Open, StageOf(c)!);
        s.Open = StandingOf(c, s) == "open";
        s.Due = !s.Open ? null : was ? s.Due
            : (s.Consulted ? stage.Consult!.Days : stage.Days) is { } days ? Today.AddDays(days) : stage.OwnTime ? c.DueOn : null;
    });

    private bool Waits(Running c, Sitting s)
    {
        var (rule, unheard) = (StageOf(c)!.Rule, c.Seats.FindAll(o => !o.Consulted && !Heard(c, o)));
        return unheard.Exists(o => (o.Before && o.Anchor == s.No) || (!s.Before && o.No == s.Anchor))
            || (rule == SignRule.Sequential && !s.Consulted && unheard.IndexOf(s) > 0)
            || (rule == SignRule.LeadLast && s.Lead && unheard.Exists(o => o != s && !AddedBy(o, s)));

        bool AddedBy(Sitting o, Sitting by) => o.Anchor == by.No || (o.Anchor >= 0 && AddedBy(c.Seats.Find(b => b.No == o.Anchor)!, by));
    }

    /// <summary>What is over in the open round ends, in the order of its time, as far as it can; while a case stands still no time
    /// runs.</summary>
    private void Fire(Running c)
    {
        var (no, round, stage) = (c.No, c.Round, StageOf(c));
        var late = c.Seats.Where(s => s.Due < Today && (s.Consulted || stage!.AtEnd is not null)).OrderBy(s => s.Due).ToList();
        var over = Stands(c) ? [] : late.ConvertAll(s => Tried(() => End(Cases[no], round, stage!, s.No)));
        Refused.Unless(over.Count == 0 || over.Contains(true));
    }

    private void End(Running c, int round, Stage stage, int seat)
    {
        Refused.Unless(c.Round == round && !Stands(c) && c.Seats.Exists(s => s.No == seat && s.Open));
        var late = c.Seats.Find(s => s.No == seat)!;
        late.Silent = late.Consulted;
        (late.Consulted ? () => Decide(c, stage, null) : (Action)(() => Move(c, stage.AtEnd!)))();
    }

    private void Pass(int days)
    {
        Today = Today.AddDays(days);
        Cases.FindAll(Stands).ForEach(c => c.DueOn = c.DueOn?.AddDays(days));
        Cases.FindAll(Stands).SelectMany(c => c.Seats).ToList().ForEach(s => s.Due = s.Due?.AddDays(days));
    }

    private int NeedOf(Running c, Stage stage, List<Sitting> seats) =>
        stage.Ballot.Percent ? ((Weight(c, stage, seats) * stage.Ballot.Need) + 99) / 100 : stage.Ballot.Need;

    private int Weight(Running c, Stage stage, List<Sitting> seats) => seats.Sum(s => OfLead(c, s) ? stage.Ballot.LeadWeight : 1);

    private bool OfLead(Running c, Sitting s) => Party(c, "lead_department").Contains(s.Body);

    /// <summary>An end counts as furthest.</summary>
    private bool Holding(Running c, Ask ask) => ask.Holds switch
    {
        Holds.Suspended or Holds.NotSuspended => c.Suspended == (ask.Holds == Holds.Suspended),
        Holds.Frozen or Holds.NotFrozen => c.Frozen == (ask.Holds == Holds.Frozen),
        Holds.NoGap => c.Gaps == 0,
        Holds.ParentEnded => c.Parent is { } up && Cases[up].Ended,
        Holds.ChildrenEnded or Holds.ChildrenReached => Below(c).FindAll(o => o.Flow == ask.Flow)
            .TrueForAll(o => process[o.Flow].PlaceOf(o.Stage) >= process[o.Flow].PlaceOf(ask.Stage)),
        _ => true,
    };

    private List<Running> Below(Running c) => Cases.FindAll(o => o.Parent == c.No);

    private List<Running> OpenBelow(Running c) => [.. Below(c).FindAll(o => !o.Ended).SelectMany(o => OpenBelow(o).Prepend(o))];

    /// <summary>Of the open round.</summary>
    private static List<Ballot> Votes(Running c) => [.. c.Votes.Where(v => v.Round == c.Round)];

    private static bool Heard(Running c, Sitting s) => Votes(c).Exists(v => v.Seat == s.No);

    private static bool Voted(Running c, Sitting s, int person) => Votes(c).Exists(v => v.Seat == s.No && v.Humans.Contains(person));

    /// <summary>Whoever acted where another must.</summary>
    private static bool Shut(Running c, Stage stage, int person) =>
        c.Votes.Exists(v => !v.Opinion && stage.NotSameAs.Contains(v.Stage) && v.Humans.Contains(person));

    private bool Takable(Running c, Stage stage, Sitting s) => Town.People.Any(p => May(s, p) && !Shut(c, stage, p));

    /// <summary>Whether the seat is his: he acted in it, or it waits for him by name.</summary>
    private static bool IsHis(Running c, Sitting s, int person) => Voted(c, s, person) || (!Heard(c, s)
        && (s.Holder == person || s.Claimed == person || (s.Holder == 0 && s.Person == person)));

    private int Claimant(Sitting s) => s.Claimed > 0 && May(s, s.Claimed) ? s.Claimed : 0;

    private bool ByRule(Sitting s, int person) => Town.Serves(person) && (s.Person == person || (s.Person == 0 && Town.Has(person, s.Body, s.Roles.Contains)));

    private ImmutableArray<int> Party(Running c, string party) => party == "assigned_department" && c.Assigned > 0 ? [c.Assigned]
        : c.Parent is { } up ? Party(Cases[up], party) : setting.Parties.GetValueOrDefault(party, []);
}
