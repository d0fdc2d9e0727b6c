using System.Collections.Immutable;

namespace Approvals.Tests.Model;

/// <summary>How the votes of a round decide.</summary>
internal enum SignRule
{
    Any,
    All,
    Sequential,
    LeadLast,
    Ballot,
}

/// <summary>How a case comes on again after a return.</summary>
internal enum WayOn
{
    Rewalk,
    StraightBack,
    AsChosen,
}

/// <summary>What an action does besides moving the case.</summary>
internal enum Does
{
    Nothing,
    CancelChildren,
    Suspend,
    Resume,
    Raise,
    Settle,
    Freeze,
    OpenChild,
}

internal enum Holds
{
    Always,
    Suspended,
    NotSuspended,
    Frozen,
    NotFrozen,
    NoGap,
    ChildrenEnded,
    ChildrenReached,
    ParentEnded,
}

/// <summary>A condition; the flow (and stage) are of the children that it is about.</summary>
internal sealed record Ask(Holds Holds, string Flow = "", string Stage = "")
{
    public static Ask Always { get; } = new(Holds.Always);
}

/// <summary>
/// Who sits: with a party a seat a person, or (with roles) a seat a body; without one a seat for whoever holds one of the
/// roles; or the seats of another stage.
/// </summary>
internal sealed record Who(string Party, ImmutableArray<string> Roles, ImmutableArray<string> OrElse, string SameAs, int AtLeast)
{
    public bool IsBodies => Party.Length > 0 && !Roles.IsEmpty;

    public bool IsPeople => Party.Length > 0 && Roles.IsEmpty;
}

internal sealed record Consulted(string Party, ImmutableArray<string> Roles, int Days);

internal sealed record Deed(string Id)
{
    /// <summary>Empty for a report. More than one: the presser chooses.</summary>
    public ImmutableArray<string> To { get; init; } = [];

    public bool AnyEarlier { get; init; }

    public WayOn Way { get; init; }

    public bool AtOnce { get; init; }

    public bool Recall { get; init; }

    public bool Reason { get; init; }

    public ImmutableArray<string> By { get; init; } = [];

    public Ask When { get; init; } = Ask.Always;

    public Does Does { get; init; }

    /// <summary>With <see cref="Does.OpenChild"/>.</summary>
    public string Child { get; init; } = "";

    /// <summary>Of what may be done at any stage: who may press it, and where not.</summary>
    public ImmutableArray<string> Signers { get; init; } = [];

    public ImmutableArray<string> Except { get; init; } = [];

    public bool Leads => !To.IsEmpty || AnyEarlier;
}

internal sealed record Stage(string Id)
{
    public Who? Who { get; init; }

    public SignRule Rule { get; init; }

    /// <summary>Of a ballot: the action that is voted on, how much it needs, whether that is a percentage, and what the
    /// vote of the lead department weighs.</summary>
    public (string For, int Need, bool Percent, int LeadWeight) Ballot { get; init; }

    public ImmutableArray<string> NotSameAs { get; init; } = [];

    public string? IfNobody { get; init; }

    public (Ask Until, string To)? Wait { get; init; }

    /// <summary>The flow that is split off here, and whether one a responsible department.</summary>
    public (string Flow, bool EachBody)? Split { get; init; }

    /// <summary>Days after the seat opened; or (own) the case's due date.</summary>
    public int? Days { get; init; }

    public bool OwnTime { get; init; }

    public string? AtEnd { get; init; }

    public Consulted? Consult { get; init; }

    public bool AddBefore { get; init; }

    public bool AddAfter { get; init; }

    public bool Claim { get; init; }

    /// <summary>Null: nothing is handed on. Empty: to anybody who qualifies.</summary>
    public ImmutableArray<string>? Transfer { get; init; }

    public ImmutableArray<Deed> Deeds { get; init; } = [];

    public bool Dated => Days is not null || OwnTime;
}

/// <param name="CancelledAt">The end at which it ends when it is cancelled from above; empty where it never is.</param>
internal sealed record Flow(
    string Id, ImmutableArray<Stage> Stages, ImmutableArray<string> Ends, string CancelledAt, ImmutableArray<Deed> Anywhere)
{
    public Stage? Stage(string id) => IndexOf(id) is >= 0 and var place ? Stages[place] : null;

    /// <summary>Below zero: it is an end.</summary>
    public int IndexOf(string stage)
    {
        var place = Stages.Length - 1;
        while (place >= 0 && Stages[place].Id != stage)
        {
            place--;
        }

        return place;
    }

    /// <summary>Every end, and what is no stage, comes after all stages.</summary>
    public int PlaceOf(string stage) => IndexOf(stage) is >= 0 and var place ? place : Stages.Length;

    public ImmutableArray<string> Before(Stage stage) => [.. Stages.TakeWhile(s => s != stage).Select(s => s.Id)];
}

/// <summary>Definitions that work together, described by nothing but themselves; the first is the root's.</summary>
internal sealed record Process(ImmutableArray<Flow> Flows)
{
    public Flow this[string id] => Flows.First(f => f.Id == id);
}

internal sealed record PostHeld(int Person, int Body, string Role);

internal sealed record AwayFor(int Person, int Proxy, DateOnly From, DateOnly Until);

/// <summary>The people of the model's hospital: who holds what, and who stands in for whom.</summary>
internal sealed record Town(ImmutableArray<PostHeld> Posts, ImmutableArray<AwayFor> Away)
{
    /// <summary>Nobody's posts are in this body; another answers for it.</summary>
    public const int Collective = 6;

    public const int Answering = 2;

    public const int Stranger = 99;

    private static readonly string[] Departmental = ["head", "deputy", "handler"];

    /// <summary>An office, four departments, a board; two people with a post in two departments.</summary>
    public static Town Usual { get; } = new(
        [
            new(1, 1, "office"), new(2, 1, "registrar"), new(11, 1, "head"), new(12, 1, "handler"),
            new(51, 5, "leader"), new(52, 5, "leader"), new(53, 5, "leader"),
            new(54, 5, "signatory"), new(54, 5, "leader"), new(21, 3, "handler"), new(32, 4, "head"),
            .. from body in new[] { 2, 3, 4 }
               from no in Enumerable.Range(0, 3)
               select new PostHeld((body * 10) + no + 1, body, Departmental[no]),
        ],
        []);

    public bool Serves(int person) => Has(person, 0, _ => true);

    /// <summary>Whether he has such a post in the body, or in the one that answers for it; body 0: in any.</summary>
    public bool Has(int person, int body, Func<string, bool> role) =>
        Posts.Any(p => p.Person == person && (body == 0 || p.Body == Answers(body)) && role(p.Role));

    public static int Answers(int body) => body == Collective ? Answering : body;

    public IEnumerable<int> AbsentFor(int proxy, DateOnly day) =>
        Away.Where(w => w.Proxy == proxy && w.From <= day && day <= w.Until).Select(w => w.Person).Distinct();

    /// <summary>As the attempt leaves it.</summary>
    public Town After(Attempt a, DateOnly day) => a.Kind switch
    {
        Kind.Leaves => this with { Posts = Posts.RemoveAll(p => p.Person == a.Person) },
        Kind.Returns => this with
        {
            Posts = [.. Posts.Where(p => p.Person != a.Person), .. Usual.Posts.Where(p => p.Person == a.Person)],
        },
        Kind.Away => this with { Away = Away.Add(new AwayFor(a.By, a.Person, day, day.AddDays(a.Days))) },
        _ => this,
    };

    public static ImmutableArray<int> Bodies { get; } = [1, 2, 3, 4, 5, Collective];

    public static ImmutableArray<int> People { get; } = [.. Usual.Posts.Select(p => p.Person).Distinct().Order()];
}

/// <summary>With whom a root case begins.</summary>
internal sealed record Setting(ImmutableDictionary<string, ImmutableArray<int>> Parties, DateOnly Day, DateOnly DueOn);
