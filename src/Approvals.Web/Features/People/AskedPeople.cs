namespace Approvals.Web.Features.People;

/// <summary>A new person with the first post.</summary>
/// <param name="Named">As people say it; one name, one person of the unit.</param>
public sealed record AskedPerson(string? Named, AskedPost Post);

/// <summary>任职: a post as it is typed.</summary>
/// <param name="From">First day, today at the earliest.</param>
/// <param name="Until">Last day, inclusive; null: until it is ended.</param>
/// <param name="Succeeds">接任: somebody who holds it now holds it until the day before.</param>
public sealed record AskedPost(int? Body, string? Role, DateOnly? From, DateOnly? Until, bool Succeeds)
{
    /// <summary>Whom he comes after; null: not chosen yet. Nobody else loses a post.</summary>
    public int? After { get; init; }
}

/// <summary>A body as it is typed.</summary>
/// <param name="Named">Null where no name was asked for: who answers for it.</param>
public sealed record AskedBody(string? Named, string? Kind, int? AnsweredBy, DateOnly? From);
