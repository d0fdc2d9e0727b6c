using Approvals.Engine;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Walk;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Notices;

/// <summary>The real unit's registry (文书) over HTTP, a new office for every test: what one notice teaches is not the next one's.</summary>
public abstract class RegistrarDesk : IAsyncLifetime
{
    private protected const string Registrar = "sx-wenshu";

    private HttpOffice? _office;

    private protected TestDatabase Store { get; } = new();

    private protected HttpOffice Office => _office ?? throw new InvalidOperationException("xunit opens the office first");

    public async Task InitializeAsync()
    {
        await Store.InitializeAsync();
        _office = await HttpOffice.OpenAsync(Store, ShippedUnit.Real, new(2021, 6, 2));
    }

    public async Task DisposeAsync()
    {
        await Office.DisposeAsync();
        await Store.DisposeAsync();
    }

    /// <summary>As the program knows the registrar.</summary>
    private protected async Task<CurrentUser> UserAsync()
    {
        var account = (await Office.Services.GetRequiredService<AccountStore>().FindAsync(Registrar, CancellationToken.None)).ShouldNotBeNull();
        var unit = (await Store.Database.UnitsAsync(CancellationToken.None)).Single(u => u.Id == Office.Unit);
        var names = await Office.Services.GetRequiredService<DirectoryStore>().LoadAsync(unit.Id, CancellationToken.None);
        var (person, today) = (new PersonId(account.PersonId), new DateOnly(2021, 6, 2));
        return new CurrentUser(
            unit, account.AccountId, Registrar, names.Directory.People[person], [.. names.Directory.PostsOf(person, today)], today, false, names);
    }
}
