using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Walk;

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
}
