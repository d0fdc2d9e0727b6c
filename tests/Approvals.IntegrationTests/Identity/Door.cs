using System.Security.Claims;
using Approvals.Engine;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Approvals.IntegrationTests.Identity;

/// <summary>The door without its pages: the services of signing in over a database.</summary>
internal sealed class Door
{
    /// <summary>Hashing takes a tenth of a second, so that guessing does; a test guesses often.</summary>
    public static readonly IOptions<PasswordHasherOptions> Quick =
        Options.Create(new PasswordHasherOptions { IterationCount = 1000 });

    public static readonly Device Desk = new("Chrome · Windows", "192.168.3.7");

    private readonly Database _database;
    private readonly DirectoryStore _directories;

    public Door(Database database, PasswordHasher<FoundAccount>? hasher = null, SessionLimits? limits = null)
    {
        _database = database;
        _directories = new DirectoryStore(database);
        Accounts = new AccountStore(database);
        Sessions = new SessionStore(database, limits ?? SessionLimits.Usual);
        Factors = new SecondFactors(database, new EphemeralDataProtectionProvider());
        SignIn = new SignInService(Accounts, new SignInAttempts(database), Sessions, Factors, hasher ?? new(Quick));
        Passwords = new SamplePasswords(Accounts, SignIn);
    }

    public AccountStore Accounts { get; }

    public SessionStore Sessions { get; }

    public SecondFactors Factors { get; }

    public SignInService SignIn { get; }

    public SamplePasswords Passwords { get; }

    /// <summary>As a new request asks.</summary>
    public Task<CurrentUser?> UserAsync(ClaimsPrincipal principal) =>
        new CurrentUserSource(_database, _directories, Sessions).OfAsync(principal, CancellationToken.None);

    public Task<SignInAnswer> TryAsync(string? login, string? password, Device? device = null) =>
        SignIn.SignInAsync(login, password, device ?? Desk, CancellationToken.None);

    /// <summary>As whoever keeps accounts.</summary>
    public Task KeepAsync(UnitId unit, Func<NpgsqlConnection, Task> work) =>
        _database.InUnitAsync(unit, (connection, _) => work(connection), CancellationToken.None);

    public async Task<ClaimsPrincipal> AcceptedAsync(string login, string password, Device? device = null) =>
        (await TryAsync(login, password, device)).ShouldBeOfType<SignInAnswer.Accepted>(login).Principal;

    public async Task RefusedAsync(string login, string password) =>
        (await TryAsync(login, password)).ShouldBe(new SignInAnswer.Refused(SignInService.Sentence));
}
