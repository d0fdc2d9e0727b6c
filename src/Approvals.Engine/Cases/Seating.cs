using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;

namespace Approvals.Engine.Cases;

/// <summary>Makes seats from a definition's rule, and says who may take one. Who sits is resolved on the day of acting.</summary>
public static class Seating
{
    /// <summary>
    /// Whether the person may take the seat on that day by his own right. Nobody sits who holds no post any more, named or not.
    /// Where it was handed to somebody, or one of them has claimed it, that one alone may, as long as he is there.
    /// </summary>
    public static bool MaySit(Seat seat, PersonId person, UnitDirectory directory, DateOnly on) =>
        Only(seat, directory, on) is { } only ? only == person : MaySitByRule(seat, person, directory, on);

    /// <summary>Who alone may take the seat that day: to whom it was handed, else who has claimed it; null where nobody is.</summary>
    public static PersonId? Only(Seat seat, UnitDirectory directory, DateOnly on) =>
        seat.Holder is { } holder && Serves(holder, directory, on) ? holder
        : seat.ClaimedBy is { } claimed && MaySitByRule(seat, claimed, directory, on) ? claimed
        : null;

    /// <summary>The same, whoever it was handed to or claimed by: whether it is the person's by the definition's rule.</summary>
    public static bool MaySitByRule(Seat seat, PersonId person, UnitDirectory directory, DateOnly on) =>
        seat.Sitters.Any(sitter => (sitter.Person == person && Serves(person, directory, on))
            || (sitter.Role is { } role && directory.Holds(person, role, sitter.Body, on)));

    /// <summary>Everyone who may take the seat on that day by his own right, in the official order.</summary>
    public static ImmutableArray<PersonId> Candidates(Seat seat, UnitDirectory directory, DateOnly on) =>
        Only(seat, directory, on) is { } only ? [only] : Candidates(seat.Sitters, directory, on);

    /// <summary>Whoever has left holds no post: being named in a case does not keep him in the house.</summary>
    internal static bool Serves(PersonId person, UnitDirectory directory, DateOnly on) => directory.Serves(person, on);

    private static ImmutableArray<PersonId> Candidates(ImmutableArray<Sitter> sitters, UnitDirectory directory, DateOnly on) =>
    [
        .. sitters.SelectMany(sitter => sitter switch
        {
            { Person: { } person } => Serves(person, directory, on) ? [person] : [],
            { Role: { } role, Body: { } body } => directory.PostsIn(body, on).Where(p => p.Role == role).Select(p => p.Person),
            { Role: { } role } => directory.Holders(role, on).Select(p => p.Person),
            _ => Enumerable.Empty<PersonId>(),
        }).Distinct().OrderBy(id => directory.People.TryGetValue(id, out var person) ? person.Order : int.MaxValue),
    ];

    /// <summary>
    /// Seats of the signers', open or waiting for their turn, that nobody can take any more, where the round cannot be decided
    /// without them: they have left, or acted where another must, and nobody stands in for them.
    /// </summary>
    public static ImmutableArray<Seat> Vacant(Case @case, Context context)
    {
        if (!@case.RoundIsOpen || context.Book[@case.Workflow].Stage(@case.Stage) is not { } stage)
        {
            return [];
        }

        ImmutableArray<Seat> gone =
        [
            .. @case.Seats.Where(s => s is { Consulted: false, Skipped: false, State: SeatState.Open or SeatState.Waiting }
                && !@case.HasVoted(s.No) && Standing.Reached(@case, s, context).IsEmpty),
        ];
        return gone.IsEmpty || Quorum.IsWithinReach(stage, @case.Seats, @case.VotesOfRound, [.. gone.Select(s => s.No)]) ? [] : gone;
    }

    /// <summary>Whether one of them is open work now; while the case stands still it waits for nobody.</summary>
    public static bool StandsEmpty(Case @case, Context context) =>
        @case.Time.Suspension is null && Vacant(@case, context).Any(s => s.State == SeatState.Open);

    /// <summary>Whether the person holds one of the roles where the seat stands.</summary>
    public static bool HoldsRole(Seat seat, ImmutableArray<RoleId> roles, PersonId person, Context context) =>
        roles.IsEmpty || context.Directory.PostsOf(person, context.Today)
            .Any(post => roles.Contains(post.Role) && seat.Sitters.Any(s => s.Body is not { } body || post.Body == body));

    /// <summary>The humans who may not act in the stage, because they acted where it must be somebody else.</summary>
    public static IEnumerable<(PersonId Human, StageId Where)> Separated(Stage stage, Case @case, Context context) =>
        stage.NotSameAs.SelectMany(rule => rule.Of is { } child
            ? context.Grants.ChildVotes.Where(v => v.Workflow == child && v.Stage == rule.Stage)
                .Select(v => (v.Decider, rule.Stage))
            : @case.Votes.Where(v => v.Stage == rule.Stage && v.Binds)
                .SelectMany(v => v.Decider.Humans.Select(human => (human, rule.Stage))));

    /// <summary>
    /// Why one of these humans may not act in the stage, by whatever right: he may not know of the case, acted where another must, or
    /// belongs to the bodies from which it takes nobody; null where all may.
    /// </summary>
    /// <param name="consulted">Whoever is only asked may be of any body.</param>
    internal static Refusal? Barred(
        Stage stage, bool consulted, Case @case, ImmutableArray<PersonId> humans, Context context)
    {
        if (Scoping.ShutOut(@case, humans, context) is { } notNamed)
        {
            return notNamed;
        }

        var earlier = Separated(stage, @case, context).FirstOrDefault(s => humans.Contains(s.Human));
        return earlier != default ? new Refusal.SameHuman(earlier.Where)
            : OfShutOut(ShutOut(stage, consulted, @case, context), @case, humans, context);
    }

    /// <summary>Why one of these humans may not act by those rules, wherever the case stands: he is of a body from which they take nobody.</summary>
    internal static Refusal? ShutOut(ImmutableArray<SeatRule> rules, Case @case, ImmutableArray<PersonId> humans, Context context) =>
        Scoping.ShutOut(@case, humans, context) ?? OfShutOut(context.Book[@case.Workflow].ShutOut(rules), @case, humans, context);

    /// <summary>The same as a question about one after the other.</summary>
    internal static Func<PersonId, bool> Barring(Stage stage, bool consulted, Case @case, Context context)
    {
        var acted = Separated(stage, @case, context).Select(s => s.Human).ToHashSet();
        var parties = ShutOut(stage, consulted, @case, context);
        return person => acted.Contains(person) || !Scoping.Admits(@case, person, context) || BelongsToOne(person, parties, @case, context);
    }

    private static ImmutableArray<Party> ShutOut(Stage stage, bool consulted, Case @case, Context context) =>
        consulted ? [] : context.Book[@case.Workflow].ShutOut(stage);

    private static Refusal? OfShutOut(ImmutableArray<Party> parties, Case @case, ImmutableArray<PersonId> humans, Context context) =>
        !parties.IsEmpty && humans.Where(h => BelongsToOne(h, parties, @case, context)).ToList() is [var human, ..]
            ? new Refusal.OfShutOutBody(human)
            : null;

    private static bool BelongsToOne(PersonId person, ImmutableArray<Party> parties, Case @case, Context context) =>
        parties.Any(party => Belongs(person, party, @case, context));

    /// <summary>The seats of a new round; null when those that somebody could take today are too few to decide it. The consulted are
    /// asked where somebody could answer: they stop nothing.</summary>
    internal static ImmutableArray<Seat>? Open(Stage stage, Case @case, Context context)
    {
        if (stage.Signers is not { } signers)
        {
            return [];
        }

        var taking = Taking(stage, consulted: false, @case, context);
        var made = signers.Seats.Length == 1
            ? [.. Make(signers.Seats[0], taking)]
            : ImmutableArray.Create(new Made(OfAny(signers, taking), null));
        var due = Terms.Due(stage, consulted: false, @case, context);
        var asking = stage.Consult is null ? taking : Taking(stage, consulted: true, @case, context);
        var consulted = (stage.Consult?.Who ?? []).SelectMany(rule => Make(rule, asking)).Where(m => asking.Takable(m.Sitters));
        var seats = Beside.Complete(
            stage, [.. made.Select((m, no) => new Seat(new SeatNo(no), m.Sitters, m.Body, due?.On, due?.At))],
            consulted.Select(m => (m.Sitters, m.Body)), @case, context);
        ImmutableArray<SeatNo> gone = [.. made.Index().Where(m => !taking.Takable(m.Item.Sitters)).Select(m => new SeatNo(m.Index))];
        return made.Length - gone.Length >= signers.AtLeast && Quorum.IsWithinReach(stage, seats, [], gone) ? seats : null;
    }

    /// <summary>Who may take the seat that the rule makes for the body today.</summary>
    internal static ImmutableArray<Sitter> OfBody(
        BodyId body, SeatRule.OfBodies rule, Stage stage, Case @case, Context context) =>
        OfBody(body, rule, Taking(stage, consulted: false, @case, context)).Sitters;

    /// <summary>Who may take the one seat of several rules today.</summary>
    internal static ImmutableArray<Sitter> OfAny(Stage stage, Case @case, Context context) =>
        stage.Signers is { } signers ? OfAny(signers, Taking(stage, consulted: false, @case, context)) : [];

    private static ImmutableArray<Sitter> OfAny(Signers signers, Takers taking) =>
        [.. signers.Seats.SelectMany(rule => Make(rule, taking)).SelectMany(m => m.Sitters)];

    /// <summary>Everyone whom the rules would seat today: to whom an escalation goes.</summary>
    /// <param name="late">Whose seat is late. Of several bodies among which it is, that one alone hears of it.</param>
    internal static ImmutableArray<PersonId> Who(ImmutableArray<SeatRule> rules, Case @case, BodyId? late, Context context) =>
        Candidates(Sitters(rules, @case, late, context), context.Directory, context.Today);

    /// <summary>The posts and people that the rules would seat today, whether or not anybody holds the post.</summary>
    /// <param name="late">As for an escalation: the body whose seat is late; null where none is.</param>
    public static ImmutableArray<Sitter> Sitters(
        ImmutableArray<SeatRule> rules, Case @case, BodyId? late, Context context)
    {
        var taking = new Takers(@case, context, sitters => Takable(sitters, _ => false, context));
        return
        [
            .. rules.Select(rule => Make(rule, taking).ToList())
                .SelectMany(made => late is not null && made.Exists(m => m.Body == late) ? made.FindAll(m => m.Body == late) : made)
                .SelectMany(m => m.Sitters),
        ];
    }

    private static Takers Taking(Stage stage, bool consulted, Case @case, Context context)
    {
        var barred = Barring(stage, consulted, @case, context);
        return new Takers(@case, context, sitters => Takable(sitters, barred, context));
    }

    private static bool Takable(ImmutableArray<Sitter> sitters, Func<PersonId, bool> barred, Context context) =>
        Candidates(sitters, context.Directory, context.Today).Any(person => !barred(person));

    private static IEnumerable<Made> Make(SeatRule rule, Takers taking) => rule switch
    {
        SeatRule.OfRole role => [new Made([new Sitter(null, null, role.Role)], null)],
        SeatRule.OfBodies bodies => Members(bodies.Party, taking.Case, taking.Context).Bodies.Distinct()
            .Select(body => OfBody(body, bodies, taking)),
        SeatRule.OfPeople people => Chosen(people, taking.Case, taking.Context)
            .Select(person => new Made([new Sitter(person, null, null)], null)),
        SeatRule.OfPost post => [OfPost(post, taking.Context)],
        SeatRule.OfPerson named => [new Made(
            taking.Context.Directory.OnlyPersonCalled(named.Name, taking.Context.Today) is { } person
                ? [new Sitter(person, null, null)] : [],
            null)],
        SeatRule.SameAs same => Again(same.Stage, taking.Case, taking.Context),
        _ => throw new UnreachableException(),
    };

    /// <summary>The seats of the stage's latest round; who is not named any more has given his to one who is.</summary>
    private static IEnumerable<Made> Again(StageId earlier, Case @case, Context context)
    {
        var workflow = context.Book[@case.Workflow];
        var seats = @case.RoundStage.GetValueOrDefault(earlier, []).Where(s => s.Added is null && !s.Consulted).ToList();
        var renamed = workflow.Stage(earlier) is { Signers.Seats.Length: 1 } stage && PeopleRule(stage, workflow) is { } rule
            ? Renamed(rule, stage, seats, p => seats.Exists(s => s.Sitters.Any(t => t.Person == p)), @case, context).ToDictionary()
            : [];
        return seats.Select(s => new Made(renamed.TryGetValue(s.No, out var next) ? [new Sitter(next, null, null)] : s.Sitters, s.Body));
    }

    /// <summary>By which people the stage's seats are made, itself or as the stage whose seats it has again; null where by none.</summary>
    internal static SeatRule.OfPeople? PeopleRule(Stage stage, Workflow workflow)
    {
        var walked = new HashSet<StageId>();
        for (var at = stage; at is { Signers.Seats: [var only] } && walked.Add(at.Id);)
        {
            if (only is not SeatRule.SameAs same)
            {
                return only as SeatRule.OfPeople;
            }

            at = workflow.Stage(same.Stage);
        }

        return null;
    }

    /// <summary>
    /// Who takes which of the seats from somebody who is not named any more. Whoever is named and has left, or may not act here,
    /// keeps his: that is no change of names.
    /// </summary>
    /// <param name="seated">Who has one of them already, and gets no second one.</param>
    internal static IEnumerable<KeyValuePair<SeatNo, PersonId>> Renamed(
        SeatRule.OfPeople rule, Stage stage, IEnumerable<Seat> seats, Func<PersonId, bool> seated, Case @case, Context context)
    {
        var named = Members(rule.Party, @case, context).People;
        var barred = Barring(stage, consulted: false, @case, context);
        var free = new Queue<PersonId>(Chosen(rule, @case, context).Concat(named).Distinct().Where(p => !barred(p)
            && Serves(p, context.Directory, context.Today) && !seated(p)));
        foreach (var seat in seats.Where(s => s.Sitters is [{ Person: { } sits }] && !named.Contains(sits)))
        {
            if (free.TryDequeue(out var next))
            {
                yield return KeyValuePair.Create(seat.No, next);
            }
        }
    }

    private static Made OfPost(SeatRule.OfPost rule, Context context) =>
        context.Directory.OnlyBodyCalled(rule.Body, context.Today) is { } body
            ? new Made([new Sitter(null, context.Directory.Answering(body), rule.Role)], body)
            : new Made([], null);

    private static Made OfBody(BodyId body, SeatRule.OfBodies rule, Takers taking)
    {
        var first = Sitters(rule.Roles);
        return new Made(rule.OrElse.IsEmpty || taking.Takable(first) ? first : Sitters(rule.OrElse), body);

        ImmutableArray<Sitter> Sitters(ImmutableArray<RoleId> roles) =>
            [.. roles.Select(role => new Sitter(null, taking.Context.Directory.Answering(body), role))];
    }

    /// <summary>A party of the case, or of its parent where the case has none.</summary>
    internal static PartyMembers Members(Party party, Case @case, Context context)
    {
        if (party == Party.FirstLeader)
        {
            // Whoever has left signs nothing any more: the next one on the list does.
            var leaders = Members(Party.ResponsibleLeaders, @case, context).People;
            return PartyMembers.Of([.. leaders.Where(p => Serves(p, context.Directory, context.Today)).Concat(leaders).Take(1)]);
        }

        if (party == Party.SupportingDepartments)
        {
            return PartyMembers.Of(
            [
                .. Members(Party.ResponsibleDepartments, @case, context).Bodies.Except(Members(Party.LeadDepartment, @case, context).Bodies),
            ]);
        }

        var own = @case.Party(party);
        return own == PartyMembers.None && context.Grants.Parent is { } parent
            ? Case.PartyIn(parent.Parties, party)
            : own;
    }

    /// <summary>Who must be among those named: of the party that the form must include, those who are there today.</summary>
    public static PartyMembers MustInclude(Input.Naming naming, Case @case, Context context) =>
        naming.Including is { } including && Members(including, @case, context) is var all
            ? new PartyMembers(
                [.. all.People.Where(p => Serves(p, context.Directory, context.Today))],
                [.. all.Bodies.Where(b => context.Directory.Exists(b, context.Today))])
            : PartyMembers.None;

    /// <summary>Whether he holds a post in a body of the party, or in one that answers for it.</summary>
    internal static bool Belongs(PersonId person, Party party, Case @case, Context context)
    {
        var bodies = Members(party, @case, context).Bodies
            .SelectMany(body => new[] { body, context.Directory.Answering(body) }).ToHashSet();
        return context.Directory.PostsOf(person, context.Today).Any(post => bodies.Contains(post.Body));
    }

    internal static ImmutableArray<PersonId> Chosen(SeatRule.OfPeople rule, Case @case, Context context)
    {
        ImmutableArray<PersonId> people = [.. Members(rule.Party, @case, context).People.Distinct()]; // one human, one seat
        if (rule.NoneFrom is { } shutOut)
        {
            people = [.. people.Where(p => !Belongs(p, shutOut, @case, context))];
        }

        if (rule.Choose is not { } number || people.Length <= number)
        {
            return people;
        }

        people = [.. people.Where(p => Serves(p, context.Directory, context.Today))];
        if (people.Length <= number)
        {
            return people;
        }

        // In turn from case to case, by its id: the same choice in every replay, the load spread without a counter. The
        // id's first bytes are its month, the same for all the items of a campaign; its last are chance.
        var first = @case.Id.Value.ToByteArray(bigEndian: true)[^1] % people.Length;
        return [.. Enumerable.Range(0, number).Select(step => people[(first + step) % people.Length])];
    }

    private sealed record Takers(Case Case, Context Context, Func<ImmutableArray<Sitter>, bool> Takable);

    private sealed record Made(ImmutableArray<Sitter> Sitters, BodyId? Body);
}
