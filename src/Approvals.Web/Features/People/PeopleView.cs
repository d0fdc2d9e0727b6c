using System.Collections.Immutable;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Directories;

namespace Approvals.Web.Features.People;

/// <summary>人员.</summary>
/// <param name="Left">Those who hold no post any more are shown, too.</param>
/// <param name="Roles">What the office may give.</param>
public sealed record PeopleView(
    ImmutableArray<PersonRow> Rows, string Text, bool Left, bool Keeps, ImmutableArray<Choice> Bodies, ImmutableArray<Choice> Roles)
{
    public string? Problem { get; init; }

    /// <summary>What was typed and not taken.</summary>
    public AskedPerson? Asked { get; init; }

    /// <summary>接任: those of whom one is to be chosen; empty where nothing is to be chosen.</summary>
    public ImmutableArray<Choice> Holders { get; init; } = [];
}

/// <param name="Posts">Of today, as words.</param>
public sealed record PersonRow(int Id, string Name, ImmutableArray<string> Posts, bool Serves)
{
    /// <summary>将离任: his last day; null: none is known.</summary>
    public DateOnly? Leaving { get; init; }
}

/// <summary>一个人.</summary>
/// <param name="Posts">Those of today and of later days.</param>
/// <param name="Waiting">What only this person can do, as far as the reader may see it.</param>
/// <param name="Others">Who serves, in the official order.</param>
public sealed record PersonView(
    int Id, string Name, bool Keeps, ImmutableArray<PostLine> Posts, ImmutableArray<PostLine> Past, ImmutableArray<string> Nicknames,
    ImmutableArray<Link> Waiting, ImmutableArray<Choice> Bodies, ImmutableArray<Choice> Roles, ImmutableArray<Choice> Others, DateOnly Today)
{
    /// <summary>His posts that nobody else holds.</summary>
    public ImmutableArray<string> Alone { get; init; } = [];

    /// <summary>Open items of which he is a responsible leader, as far as the reader may see them.</summary>
    public int Leads { get; init; }

    /// <summary>将离任: his last day; null: none is known.</summary>
    public DateOnly? Leaving { get; init; }

    /// <summary>Why nothing was changed, said where the form stands.</summary>
    public PersonProblem? Problem { get; init; }

    /// <summary>接任: those of whom one is to be chosen; empty where nothing is to be chosen.</summary>
    public ImmutableArray<Choice> Holders { get; init; } = [];
}

/// <param name="Wide">The security administrator's to end.</param>
public sealed record PostLine(PostKey Key, string Title, string Days, bool Wide);

/// <param name="Form">The handler that refused.</param>
/// <param name="Asked">The post as it was typed; null where it was another form.</param>
/// <param name="Typed">What was typed in a form of one field.</param>
public sealed record PersonProblem(string Form, string Sentence, AskedPost? Asked = null, string? Typed = null);

/// <summary>科室.</summary>
public sealed record BodiesView(ImmutableArray<BodyGroup> Groups, ImmutableArray<Choice> Kinds, ImmutableArray<Choice> Choices, bool Keeps, DateOnly Today)
{
    public string? Problem { get; init; }

    /// <summary>The body whose form was refused; null: the form of a new one.</summary>
    public int? Refused { get; init; }

    public AskedBody? Asked { get; init; }

    /// <summary>Those that exist no longer, the last first.</summary>
    public ImmutableArray<AbolishedBody> Abolished { get; init; } = [];
}

/// <param name="Days">Until when it existed, as words.</param>
/// <param name="Restorable">No day is over on which it did not exist.</param>
public sealed record AbolishedBody(int Id, string Name, string Days, bool Restorable);

public sealed record BodyGroup(string Title, ImmutableArray<BodyLine> Lines);

/// <param name="AnsweredBy">The body that answers for it; null: itself.</param>
/// <param name="Also">Other and former names.</param>
public sealed record BodyLine(
    int Id, string Name, int People, ImmutableArray<Link> Members, int? AnsweredBy, string? AnsweredByName, ImmutableArray<string> Also, DateOnly? Until);
