using System.Collections.Immutable;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;

namespace Approvals.Web.Features.Accounts;

/// <summary>账号: the unit's accounts.</summary>
/// <param name="Keeps">He who looks may open one.</param>
public sealed record AccountsView(ImmutableArray<AccountRow> Rows, Paging Paging, string? Text, AccountKind? Kind, bool Keeps)
{
    /// <summary>For whom one may be opened.</summary>
    public ImmutableArray<Choice> People { get; init; } = [];

    /// <summary>Those who hold a post and have no account, each with the address at which one is opened for him.</summary>
    public ImmutableArray<Link> Without { get; init; } = [];

    /// <summary>He came to open one for that person.</summary>
    public bool Opens { get; init; }

    /// <summary>What was typed, and why it was not opened.</summary>
    public AskedAccount Asked { get; init; } = new(null, null, null);

    public string? Problem { get; init; }

    /// <summary>Just opened: shown this once.</summary>
    public Kept.Password? Opened { get; init; }
}

/// <param name="SeenAt">In the unit's zone; null: nobody has signed in with it.</param>
/// <param name="Serves">Its person holds a post today; an administrator needs none.</param>
public sealed record AccountRow(
    int AccountId, string Login, AccountKind Kind, string Person, bool Closed, bool Locked, bool Waits, bool MustChange, bool Serves,
    DateTimeOffset? SeenAt);

/// <summary>One account.</summary>
/// <param name="Keeps">He who looks may press: it is not his own.</param>
/// <param name="Own">It is his own, or another one of his.</param>
/// <param name="Factor">Whether it has a second factor.</param>
/// <param name="People">Whose it may be said to be, while nobody has used it.</param>
public sealed record AccountPage(
    AccountRow Row, int PersonId, string? Phone, bool Keeps, bool Own, bool Factor, int Open, ImmutableArray<Choice> People,
    ImmutableArray<TieLine> Ties)
{
    public string? Problem { get; init; }

    /// <summary>Just given: shown this once.</summary>
    public Kept.Password? Given { get; init; }

    /// <summary>As typed, where it was refused.</summary>
    public string? TypedSubject { get; init; }
}

/// <param name="Bound">Name and day; null: not bound.</param>
public sealed record TieLine(string Id, string Title, string? Bound);
