using Approvals.Engine.Definitions;
using Approvals.Readers.Units;
using Approvals.Readers.Yaml;
using Approvals.Web.Features.Accounts;
using Approvals.Web.Features.Rights;

namespace Approvals.Web.Features.SetUp;

/// <summary>
/// With what a unit begins that has no bodies yet. The office adds all others, and only who is of it may: so somebody must be of it from
/// the first day.
/// </summary>
internal abstract record Beginning
{
    /// <summary>Of the file, in bytes.</summary>
    public const int Longest = 2 * 1024 * 1024;

    private const int LongestName = 60;

    /// <summary>Of the faults of a file those that are told.</summary>
    private const int Told = 20;

    private Beginning()
    {
    }

    /// <summary>Bodies, people, posts and registers of a unit file.</summary>
    public sealed record Brought(UnitFile File) : Beginning;

    /// <summary>The office and its first clerk, who adds the others.</summary>
    public sealed record Office(string Body, string Clerk, string Login) : Beginning;

    /// <summary>What was brought or typed; or the sentence why it cannot be that.</summary>
    public static (Beginning? Begins, string? Problem) Of(AskedFirstRun asked, WorkflowBook book) =>
        asked.File is { } brought ? Read(brought, asked.FileName, book)
        : (asked.Office?.Trim() ?? "", asked.Clerk?.Trim() ?? "", asked.ClerkLogin?.Trim().ToLowerInvariant() ?? "") is var (body, clerk, login)
            && (body.Length, clerk.Length, login.Length) is (0, _, _) or (_, 0, _) or (_, _, 0) ? (null, Texts.FirstRun.NoBeginning)
        : body.Length > LongestName || clerk.Length > LongestName ? (null, Texts.FirstRun.TooLong)
        : !AccountOpening.IsLogin(login) ? (null, Texts.FirstRun.LoginSpelling(login))
        : asked.Three.Any(one => one.Name?.Trim() == clerk) ? (null, Texts.FirstRun.ClerkIsAdministrator)
        : (new Office(body, clerk, login), null);

    /// <summary>The role of the first clerk: who may add people and give them posts.</summary>
    public static Role Keeper(WorkflowBook book) => WideRoles.Of(book).First(role => role.May.Contains(Power.RecordForOthers));

    private static (Beginning?, string?) Read(Stream brought, string? name, WorkflowBook book)
    {
        if (brought.Length > Longest)
        {
            return (null, Texts.FirstRun.FileTooLarge);
        }

        try
        {
            var file = UnitFile.Read(brought, name ?? "", [.. book.Roles.Keys.Select(role => role.Value)]);
            return file.Bodies.IsEmpty || file.People.IsEmpty ? (null, Texts.FirstRun.FileIsEmpty)
                : (new Brought(file), null);
        }
        catch (FaultsException wrong)
        {
            return (null, Texts.FirstRun.WrongFile([.. wrong.Faults.Take(Told).Select(f => f.ToString())], wrong.Faults.Count));
        }
    }
}

/// <summary>What somebody typed and brought on the page of the first run.</summary>
/// <param name="Three">In the order of the three.</param>
public sealed record AskedFirstRun(System.Collections.Immutable.ImmutableArray<NamedAdministrator> Three)
{
    /// <summary>He has seen what will be made, and presses for the second time.</summary>
    public bool Sure { get; init; }

    public string? UnitName { get; init; }

    public string? ShortName { get; init; }

    /// <summary>A unit file; null: none was brought.</summary>
    public Stream? File { get; init; }

    public string? FileName { get; init; }

    /// <summary>The file in the page between the two presses (base64): a browser sends one only once.</summary>
    public string? Carried { get; init; }

    /// <summary>Name of the office's body, and who is its first clerk.</summary>
    public string? Office { get; init; }

    public string? Clerk { get; init; }

    public string? ClerkLogin { get; init; }
}
