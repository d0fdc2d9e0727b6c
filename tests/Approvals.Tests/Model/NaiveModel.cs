using System.Collections.Immutable;

namespace Approvals.Tests.Model;

/// <summary>
/// What docs/definitions.md says, in plain lists and ifs over the abstract description. It shares no code with the engine, and is
/// so short (a test counts) that it can be checked by reading it beside that page.
/// </summary>
internal sealed class NaiveModel(Process process, Setting setting)
{
    private List<Running> _cases = [];

    public DateOnly Today { get; private set; } = setting.Day;

    public Town Town { get; private set; } = Town.Usual;

    public IReadOnlyList<Running> Cases => _cases;

    public bool Open() => Tried(() => Begin(process.Flows[0].Id, null, setting.DueOn, 0));

    /// <summary>Whether it is permitted; refused, nothing has changed.</summary>
    public bool Do(Attempt a) => Tried(() => Apply(a));

    public Stage? StageOf(Running c) => process[c.Flow].Stages.FirstOrDefault(s => s.Id == c.Stage && !c.Ended);

    public string StandingOf(Running c, Sitting s) => Votes(c).Exists(v => v.Seat == s.No) ? "voted" : s.Silent ? "silent"
        : c.Decided is not null && !s.Consulted ? "released" : Waits(c, s) ? "waiting" : "open";

    public bool Stands(Running c) => c.Suspended || (c.Parent is { } up && !_cases[up].Ended && Stands(_cases[up]));

    public bool May(Sitting s, int person) => s.Holder > 0 && Serves(s.Holder) ? s.Holder == person : Qualifies(s, person);

    private static void Need(bool right)
    {
        if (!right)
        {
            throw new Refused();
        }
    }

    /// <summary>All of it or nothing; then every wait that is over lets its case go on, if it can.</summary>
    private bool Tried(Action change)
    {
        var before = _cases.ConvertAll(c => c.Copy());
        try
        {
            change();
        }
        catch (Refused)
        {
            _cases = before;
            return false;
        }

        while (_cases.ToList().Exists(c => WaitIsOver(c) && Tried(() => Move(_cases[c.No], StageOf(c)!.Wait!.Value.To))))
        {
        }

        return true;
    }

    private void Apply(Attempt a)
    {
        var c = _cases.Find(c => c.Path == a.Case)!;
        switch (a.Kind)
        {
            case Kind.Days: Pass(a.Days); break;
            case Kind.Leaves or Kind.Returns:
                Town = Town with { Posts = Town.Posts.RemoveAll(p => p.Person == a.Person) };
                Town = a.Kind == Kind.Leaves ? Town
                    : Town with { Posts = [.. Town.Posts, .. Town.Usual.Posts.Where(p => p.Person == a.Person)] };
                break;
            case Kind.Away:
                Town = Town with { Away = Town.Away.Add(new AwayFor(a.By, a.Person, Today, Today.AddDays(a.Days))) };
                break;
            case Kind.Wake: Need(!WaitIsOver(c)); break; // else it would have gone on, if it could
            case Kind.Fire: Fire(c.No); break;
            default:
                Need(!c.Ended && c.Round == a.Round && (a.Kind == Kind.Anywhere || c.Open));
                AskedBySomebody(c, StageOf(c)!, a);
                break;
        }
    }

    private void AskedBySomebody(Running c, Stage stage, Attempt a)
    {
        if (a.Kind == Kind.Anywhere)
        {
            var act = process[c.Flow].Anywhere.FirstOrDefault(d => d.Id == a.Deed && !d.Except.Contains(c.Stage));
            Need(act is not null);
            Hand(c, new Stage(""), new Sitting(-1, 0, 0, act!.Signers), a);
            Need((a.Reason || !act.Reason) && Holding(c, act.When));
            Affect(c, act);
            act.To.ToList().ForEach(to => Move(c, to));
            return;
        }

        if (a.Kind == Kind.Recall)
        {
            Need(c.Undo is { Vote: var press } && press.Humans.Append(press.Recorder).Contains(a.By) && Serves(a.By));
            c.Address = c.Undo!.Address;
            Enter(c, c.Undo.From);
            return;
        }

        var seat = c.Seats.Find(s => s.No == a.Seat)!;
        Need(seat is not null && StandingOf(c, seat) == "open");
        var (decider, who) = a.Kind == Kind.Release ? (a.By, a.By) : Hand(c, stage, seat!, a);
        c.Undo = a.Kind == Kind.Release && Claimant(seat!) is 0 ? c.Undo : null; // harmless where nobody has claimed it
        switch (a.Kind)
        {
            case Kind.Act: Act(c, stage, seat!, a, decider, who); break;
            case Kind.AddBefore or Kind.AddAfter:
                var before = a.Kind == Kind.AddBefore;
                Need((before ? stage.AddBefore : stage.AddAfter) && !seat!.Consulted && c.Seats.Count(s => s.Anchor >= 0) < 20);
                Need(a.Reason && Serves(a.Person) && !Shut(c, stage, a.Person) && a.Person != a.By);
                Need(!c.Seats.Exists(s =>
                    s.Person == a.Person || s.AddedBy == a.Person || IsHis(c, s, a.Person) || OnlyFor(c, s, a.Person)));
                var added = new Sitting(c.Seats.Count, a.Person, 0, [], a.Seat, before) { AddedBy = a.By };
                c.Seats.Insert(c.Seats.IndexOf(seat!) + (before ? 0 : 1), added);
                break;
            case Kind.Transfer:
                Need(stage.Transfer is not null && a.Reason && a.Person != decider && a.Person != who && !Shut(c, stage, a.Person));
                Need(Serves(a.Person) && !c.Seats.Exists(s => s != seat && IsHis(c, s, a.Person)) && Post(a.Person, seat!.Body, role =>
                    stage.Transfer is { IsEmpty: false } only ? only.Contains(role) : seat.Body > 0 || Post(who, 0, r => r == role)));
                (seat!.Holder, seat.Claimed) = (a.Person, 0);
                break;
            case Kind.HandBack:
                Need(stage.Transfer is not null && a.Reason && seat!.Holder > 0);
                seat!.Holder = 0;
                break;
            case Kind.Claim:
                Need(stage.Claim && decider == who);
                seat!.Claimed = seat.Holder == a.By ? seat.Claimed : a.By;
                break;
            default:
                var first = Post(a.By, seat!.Body, role => role == seat.Roles.FirstOrDefault());
                Need(first || Claimant(seat) is 0 || Claimant(seat) == a.By);
                seat.Claimed = Claimant(seat) is 0 ? seat.Claimed : 0;
                break;
        }

        OpenUp(c);
    }

    /// <summary>Who acts, and whose act it is: his own, or that of the absent one in whose place he acts.</summary>
    private (int Decider, int Who) Hand(Running c, Stage stage, Sitting seat, Attempt a)
    {
        var decider = a.RecordedFor > 0 ? a.RecordedFor : a.By;
        var away = Town.Away.Where(w => w.Proxy == decider && w.From <= Today && Today <= w.Until && May(seat, w.Person))
            .Select(w => w.Person).Distinct()
            .Where(p => (Claimant(seat) is 0 || Claimant(seat) == p) && (a.InPlaceOf == 0 || a.InPlaceOf == p));
        var whose = May(seat, decider) ? [decider] : away.ToList();
        Need(whose.Count == 1 && Serves(decider));
        var (who, by) = (whose[0], a.By);
        Need(!Shut(c, stage, decider) && !Shut(c, stage, who) && (Claimant(seat) is 0 || Claimant(seat) == who));
        Need(seat.No < 0 || !c.Seats.Exists(s => s != seat
            && ((s.Person == decider && s.Anchor >= 0) || (s.Holder == decider && May(s, decider))
                || (seat.Anchor >= 0 && Voted(c, s, decider)) || (who != decider && MightTake(c, s, decider)))));
        var own = Party(c, "responsible_departments").Concat(Party(c, "assigned_department"));
        Need(a.RecordedFor == 0 || (by != decider && by != who && Post(by, 0, role => role is "office" or "registrar")
            && !Shut(c, stage, by) && !Party(c, "drafter").Contains(by) && !own.Any(body => Post(by, body, _ => true))));
        return (decider, who);
    }

    private void Act(Running c, Stage stage, Sitting seat, Attempt a, int decider, int who)
    {
        var deed = stage.Deeds.FirstOrDefault(d => d.Id == a.Deed)!;
        Need(deed is not null && (deed.By.IsEmpty || Post(who, seat.Body, deed.By.Contains)) && !(seat.Consulted && deed.AtOnce));
        Need((a.Reason || !(deed!.Reason || deed.Does == Does.Raise)) && Holding(c, deed!.When));
        var before = process[c.Flow].Stages.TakeWhile(s => s != stage).Where(s => s.Who is not null && c.Been.Contains(s.Id));
        var to = deed.AnyEarlier ? [.. before.Select(s => s.Id)] : deed.To;
        var chosen = deed.AnyEarlier || to.Length > 1 ? a.Target : to.FirstOrDefault("");
        Need((!deed.Leads || to.Contains(chosen)) && (deed.Way != WayOn.AsChosen || a.Way is WayOn.Rewalk or WayOn.StraightBack));
        if (!deed.Leads)
        {
            Affect(c, seat.Consulted ? new Deed("opinion") : deed);
            return;
        }

        var straight = (deed.Way == WayOn.AsChosen ? a.Way : deed.Way) == WayOn.StraightBack;
        c.Votes = c.Votes.Add(new Ballot(
            c.Round, c.Stage, seat.No, deed, decider, who, a.RecordedFor > 0 ? a.By : 0, chosen, straight, seat.Consulted));
        c.Gaps += deed.Does == Does.Raise && !seat.Consulted ? 1 : 0;
        Decide(c, stage, c.Votes[^1]);
    }

    private void Affect(Running c, Deed deed)
    {
        c.Suspended = deed.Does == Does.Suspend || (c.Suspended && deed.Does != Does.Resume);
        c.Frozen |= deed.Does == Does.Freeze;
        c.Gaps = deed.Does == Does.Settle ? 0 : c.Gaps;
        if (deed.Does == Does.OpenChild)
        {
            Begin(deed.Child, c, Attempt.SaysDate, 0, c.Frozen);
        }

        if (deed.Does == Does.CancelChildren)
        {
            Cancel(c);
        }
    }

    private void Cancel(Running above) => _cases.FindAll(c => c.Parent == above.No && !c.Ended).ForEach(c =>
    {
        Cancel(c);
        c.Stand(process[c.Flow].CancelledAt, true);
    });

    /// <summary>The round closes when the signers have decided and nobody consulted is waited for, or at once.</summary>
    private void Decide(Running c, Stage stage, Ballot? last)
    {
        var flow = process[c.Flow];
        var atOnce = last is { Opinion: false } && (last.Deed.AtOnce
            || (stage.Rule == SignRule.Sequential && (uint)flow.IndexOf(last.Target) < flow.IndexOf(c.Stage)));
        c.Decided ??= atOnce ? last!.Deed : Outcome(c, stage);
        if (c.Decided is { } deed && (atOnce || !c.Seats.Exists(s => s.Consulted && StandingOf(c, s) == "open")))
        {
            var cast = Votes(c).FindAll(v => v.Deed == deed && !v.Opinion);
            Affect(c, deed);
            Move(c, cast.Select(v => v.Target).MinBy(t => (uint)flow.IndexOf(t))!, cast.TrueForAll(v => v.Straight),
                deed.Recall && last?.Deed == deed && !last.Opinion ? last : null);
        }
    }

    private static Deed? Outcome(Running c, Stage stage)
    {
        var votes = Votes(c).FindAll(v => !v.Opinion);
        var seats = c.Seats.FindAll(s => !s.Consulted);
        var heard = seats.FindAll(s => votes.Exists(v => v.Seat == s.No));
        var gravest = stage.Deeds.LastOrDefault(d => votes.Exists(v => v.Deed == d));
        if (stage.Rule != SignRule.Ballot)
        {
            return (stage.Rule != SignRule.Any || !heard.Exists(s => s.Anchor < 0) ? heard.Count == seats.Count
                : seats.TrueForAll(s => s.Anchor < 0 || heard.Contains(s))) ? gravest : null;
        }

        var pro = heard.Where(s => votes.Exists(v => v.Seat == s.No && v.Deed.Id == stage.Ballot.For)).Sum(s => s.Weight);
        return pro >= NeedOf(stage, seats) ? stage.Deeds.First(d => d.Id == stage.Ballot.For)
            : pro + seats.Except(heard).Sum(s => s.Weight) >= NeedOf(stage, seats) ? null
            : stage.Deeds.Last(d => d.Id != stage.Ballot.For && votes.Exists(v => v.Deed == d));
    }

    private void Move(Running c, string to, bool straight = false, Ballot? by = null)
    {
        var (flow, from, pending) = (process[c.Flow], c.Stage, c.Address);
        var onward = flow.IndexOf(to) > flow.IndexOf(from);
        c.Address = straight && pending is null && !onward && flow.IndexOf(to) >= 0 ? from : null;
        Enter(c, onward ? pending ?? to : to);
        c.Undo = by is not null && StageOf(c) is { Who: not null, Split: null } ? new Undo(from, pending, by) : null;
    }

    private void Enter(Running c, string to)
    {
        var flow = process[c.Flow];
        var passed = new HashSet<string>();
        for (; flow.Stages.FirstOrDefault(s => s.Id == to) is { Who: { } who } stage; to = stage.IfNobody!)
        {
            var seats = SeatsOf(c, stage, who);
            if (seats.Count >= who.AtLeast && seats.TrueForAll(s => Town.People.Any(p => Qualifies(s, p) && !Shut(c, stage, p)))
                && (stage.Rule != SignRule.Ballot || NeedOf(stage, seats) <= seats.Sum(s => s.Weight)))
            {
                break;
            }

            Need(passed.Add(to) && stage.IfNobody is not null);
        }

        (c.Address, c.Undo) = ((uint)flow.IndexOf(to) < flow.IndexOf(c.Address ?? "") ? c.Address : null, null);
        c.Stand(to, flow.IndexOf(to) < 0);
        c.Been = c.Been.Add(to);
        if (StageOf(c) is { Who: { } signers } entered)
        {
            (c.Round, c.Open, c.Seats) = (c.Round + 1, true, SeatsOf(c, entered, signers));
            c.Latest = c.Latest.SetItem(to, c.Seats.ConvertAll(s => s with { }));
            c.Seats.AddRange(ConsultedIn(c, entered, c.Seats));
            OpenUp(c);
        }

        if (StageOf(c)?.Split is { } split)
        {
            (split.EachBody ? Party(c, "responsible_departments").ToList() : [0]).ForEach(body => Begin(split.Flow, c, c.DueOn, body));
        }
    }

    private void Begin(string flow, Running? parent, DateOnly? due, int body, bool frozen = false)
    {
        var path = parent is null ? "0" : $"{parent.Path}.{_cases.Count(c => c.Parent == parent.No)}";
        _cases.Add(new Running(_cases.Count, path, flow, parent?.No, body) { DueOn = due, Frozen = frozen });
        Enter(_cases[^1], process[flow].Stages[0].Id);
    }

    private List<Sitting> SeatsOf(Running c, Stage stage, Who who)
    {
        var rule = who switch
        {
            { SameAs.Length: > 0 } => c.Latest.GetValueOrDefault(who.SameAs, []),
            { IsPeople: true } => Party(c, who.Party).Distinct().Select(p => new Sitting(0, p, 0, [])),
            { IsBodies: true } => Party(c, who.Party).Distinct().Select(b => new Sitting(0, 0, b, RolesOf(b))),
            _ => [new Sitting(0, 0, 0, who.Roles)],
        };
        var leads = Party(c, "lead_department");
        return
        [
            .. rule.Select((s, no) => s with
            {
                No = no,
                Lead = leads.Contains(s.Body) || (s.Person > 0 && Party(c, "responsible_leaders").FirstOrDefault() == s.Person),
                Weight = leads.Contains(s.Body) ? stage.Ballot.LeadWeight : 1,
            }),
        ];

        ImmutableArray<string> RolesOf(int body) =>
            who.OrElse.IsEmpty || Town.People.Any(p => Post(p, body, who.Roles.Contains) && !Shut(c, stage, p)) ? who.Roles : who.OrElse;
    }

    private List<Sitting> ConsultedIn(Running c, Stage stage, List<Sitting> signers) => stage.Consult is not { } consult ? [] :
    [
        .. Party(c, consult.Party).DistinctBy(Body).Where(b => !signers.Exists(s => s.Body > 0 && Body(s.Body) == Body(b)))
            .Select(b => new Sitting(0, 0, b, consult.Roles) { Consulted = true })
            .Where(s => Town.People.Any(p => Qualifies(s, p) && !Shut(c, stage, p)) && !signers.Exists(o => Qualifies(s, o.Person)))
            .Select((s, no) => s with { No = signers.Count + no }),
    ];

    /// <summary>Whoever's turn has come, and not before, has a seat that is work, with a time of its own.</summary>
    private void OpenUp(Running c) => c.Seats.ForEach(s =>
    {
        var (was, stage) = (s.Open, StageOf(c)!);
        s.Open = StandingOf(c, s) == "open";
        var days = s.Consulted ? stage.Consult!.Days : stage.Days;
        s.Due = !s.Open ? null : was ? s.Due : days is { } term ? Today.AddDays(term) : stage.OwnTime ? c.DueOn : null;
    });

    private bool Waits(Running c, Sitting s)
    {
        var (rule, unheard) = (StageOf(c)!.Rule, c.Seats.FindAll(o => !o.Consulted && !Votes(c).Exists(v => v.Seat == o.No)));
        return unheard.Exists(o => (o.Before && o.Anchor == s.No) || (!s.Before && o.No == s.Anchor))
            || (rule == SignRule.Sequential && !s.Consulted && unheard.IndexOf(s) > 0)
            || (rule == SignRule.LeadLast && s.Lead && unheard.Exists(o => o != s && !AddedBy(o, s)));

        bool AddedBy(Sitting o, Sitting by) => o.Anchor == by.No || (o.Anchor >= 0 && AddedBy(c.Seats.Find(b => b.No == o.Anchor)!, by));
    }

    /// <summary>
    /// What is over in the open round ends, in the order of its time, as far as it can; while a case stands still no time runs.
    /// </summary>
    private void Fire(int no)
    {
        var (round, stuck, done) = (_cases[no].Round, new HashSet<int>(), false);
        while (_cases[no] is { Ended: false } c && c.Round == round && !Stands(c) && c.Seats.Where(s => s.Due < Today
            && !stuck.Contains(s.No) && (s.Consulted || StageOf(c)!.AtEnd is not null)).MinBy(s => s.Due) is { } late)
        {
            done |= Tried(() => GoOn(_cases[no], late)) || !stuck.Add(late.No);
        }

        Need(done || stuck.Count == 0);
    }

    private void GoOn(Running c, Sitting late)
    {
        var stage = StageOf(c)!;
        if (!late.Consulted)
        {
            Move(c, stage.AtEnd!);
            return;
        }

        c.Seats.Find(s => s.No == late.No)!.Silent = true;
        Decide(c, stage, null);
        OpenUp(c);
    }

    private void Pass(int days)
    {
        Today = Today.AddDays(days);
        foreach (var c in _cases.Where(c => !c.Ended && Stands(c)))
        {
            c.DueOn = c.DueOn?.AddDays(days);
            c.Seats.ForEach(s => s.Due = s.Due?.AddDays(days));
        }
    }

    private static int NeedOf(Stage stage, List<Sitting> seats) =>
        stage.Ballot.Percent ? ((seats.Sum(s => s.Weight) * stage.Ballot.Need) + 99) / 100 : stage.Ballot.Need;

    private bool WaitIsOver(Running c) => StageOf(c)?.Wait is { } wait && Holding(c, wait.Until);

    private bool Holding(Running c, Ask ask)
    {
        var children = _cases.FindAll(o => o.Parent == c.No && o.Flow == ask.Flow);
        return ask.Holds switch
        {
            Holds.Suspended => c.Suspended,
            Holds.NotSuspended => !c.Suspended,
            Holds.Frozen => c.Frozen,
            Holds.NotFrozen => !c.Frozen,
            Holds.NoGap => c.Gaps == 0,
            Holds.ChildrenEnded => children.TrueForAll(o => o.Ended),
            Holds.ChildrenReached => children.TrueForAll(
                o => o.Ended || process[o.Flow].IndexOf(o.Stage) >= process[o.Flow].IndexOf(ask.Stage)),
            Holds.ParentEnded => c.Parent is { } up && _cases[up].Ended,
            _ => true,
        };
    }

    /// <summary>Of the open round.</summary>
    private static List<Ballot> Votes(Running c) => [.. c.Votes.Where(v => v.Round == c.Round)];

    /// <summary>Whoever acted where another must.</summary>
    private static bool Shut(Running c, Stage stage, int person) =>
        c.Votes.Exists(v => stage.NotSameAs.Contains(v.Stage) && v.Humans.Contains(person));

    /// <summary>Whether the seat is his: he acted in it, or it waits for him by name.</summary>
    private static bool IsHis(Running c, Sitting s, int person) => Voted(c, s, person) || (!Votes(c).Exists(v => v.Seat == s.No)
        && (s.Holder == person || s.Claimed == person || (s.Holder == 0 && s.Person == person)));

    private bool MightTake(Running c, Sitting s, int person) => Voted(c, s, person)
        || (May(s, person) && (Claimant(s) is 0 || Claimant(s) == person) && !Votes(c).Exists(v => v.Seat == s.No));

    private static bool Voted(Running c, Sitting s, int person) => Votes(c).Exists(v => v.Seat == s.No && v.Humans.Contains(person));

    /// <summary>Whether nobody else could take the seat.</summary>
    private bool OnlyFor(Running c, Sitting s, int person) =>
        StandingOf(c, s) != "voted" && Town.People.Where(p => May(s, p)).SequenceEqual([person]);

    private int Claimant(Sitting s) => s.Claimed > 0 && May(s, s.Claimed) ? s.Claimed : 0;

    private bool Qualifies(Sitting s, int person) =>
        Serves(person) && (s.Person == person || (s.Person == 0 && Post(person, s.Body, s.Roles.Contains)));

    private bool Serves(int person) => Post(person, 0, _ => true);

    private bool Post(int person, int body, Func<string, bool> role) =>
        Town.Posts.Any(p => p.Person == person && (body == 0 || p.Body == Body(body)) && role(p.Role));

    private static int Body(int body) => body == Town.Collective ? Town.Answering : body;

    private ImmutableArray<int> Party(Running c, string party) => party == "assigned_department" && c.Assigned > 0 ? [c.Assigned]
        : c.Parent is { } up ? Party(_cases[up], party) : setting.Parties.GetValueOrDefault(party, []);
}
