using Approvals.Engine;
using Approvals.Engine.Directories;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Approvals.IntegrationTests.Identity;

/// <summary>One running site with every kind of provider, shared by the tests of the door; each test has people of its own.</summary>
public sealed class DoorSite : IAsyncLifetime
{
    public static readonly DateTimeOffset Morning = new(2021, 6, 2, 1, 0, 0, TimeSpan.Zero);

    private readonly List<Visitor> _visitors = [];

    private WebApplication? _host;
    private ProviderHouse? _house;

    public TestDatabase Store { get; } = new();

    public UnitId Unit { get; private set; }

    /// <summary>Of everybody who got no other.</summary>
    public string Password { get; private set; } = "";

    internal ProviderHouse House => _house ?? throw new InvalidOperationException("xunit initialises first");

    internal IServiceProvider Services => Host.Services;

    private WebApplication Host => _host ?? throw new InvalidOperationException("xunit initialises first");

    public async Task InitializeAsync()
    {
        await Store.InitializeAsync();
        await Store.SetClockAsync(Morning);
        Unit = await new UnitImport(Store.Database).ImportAsync(ShippedUnit.Twin, CancellationToken.None);
        _house = await ProviderHouse.OpenAsync();
        _host = await Store.StartHostAsync(
        [
            "--Outgoing:Allowed=127.0.0.1", .. Provider("hospital", "oauth", "/authorize", "/token", "/me"),
            .. Provider("by-login", "oauth", "/authorize", "/token", "/me", "Match=login", "Scope=openid profile", "Title=院内门户"),
            .. Provider("by-phone", "oauth", "/authorize", "/token", "/me", "Match=phone", "Title=区域平台"),
            .. Provider("dingtalk", "dingtalk", "/dingtalk/auth", "/dingtalk/token", "/dingtalk/me", "Match=phone"),
            .. Provider("wecom", "wecom", "/wecom/login", "/wecom/gettoken", "/wecom/getuserinfo", $"AgentId={ProviderHouse.Agent}"),
            .. Provider("feishu", "feishu", "/feishu/authorize", "/feishu/token", "/feishu/me", "Match=phone"),
        ]);
        Password = (await new Door(Store.Database).Passwords.OpenAsync(Unit, "澄市中医", TestCluster.NewFolder(), CancellationToken.None))
            .ShouldNotBeNull();
    }

    internal Visitor NewVisitor(string? browser = null)
    {
        var office = new Uri(Host.Urls.First());
        var visitor = browser is null ? new Visitor(office) : new Visitor(office, browser);
        _visitors.Add(visitor);
        return visitor;
    }

    /// <summary>Somebody who is signed in.</summary>
    /// <param name="home">Where he begins.</param>
    internal async Task<Visitor> EnteredAsync(string login, string home = "/")
    {
        var visitor = NewVisitor();
        (await visitor.SignInAsync(login, Password)).Path.ShouldBe(home);
        return visitor;
    }

    public async Task GiveFirstPasswordAsync(string login, string password)
    {
        var hash = Host.Services.GetRequiredService<SignInService>().Hash(password);
        var account = await AccountAsync(login);
        await Store.Database.InUnitAsync(
            Unit,
            (connection, _) => AccountStore.SetPasswordAsync(
                connection, Unit, account, hash, mustChange: true, null, CancellationToken.None),
            CancellationToken.None);
    }

    public async Task DisableAsync(string login)
    {
        var account = await AccountAsync(login);
        await Store.Database.InUnitAsync(
            Unit, (connection, _) => AccountStore.DisableAsync(connection, Unit, account, CancellationToken.None), CancellationToken.None);
    }

    public async Task<UnitDirectory> DirectoryAsync() =>
        (await Host.Services.GetRequiredService<DirectoryStore>().LoadAsync(Unit, CancellationToken.None)).Directory;

    /// <summary>As an administrator of the store sees and sets things.</summary>
    public async Task<T> AskAsync<T>(string sql, object? parameters = null)
    {
        await using var admin = new NpgsqlConnection(Store.AdminConnection);
        return await admin.ExecuteScalarAsync<T>(sql, parameters) ?? throw new InvalidOperationException(sql);
    }

    public async Task DisposeAsync()
    {
        _visitors.ForEach(v => v.Dispose());
        if (_host is not null)
        {
            await _host.StopAsync();
            await _host.DisposeAsync();
        }

        if (_house is not null)
        {
            await _house.DisposeAsync();
        }

        await Store.DisposeAsync();
    }

    private Task<int> AccountAsync(string login) => AskAsync<int>("SELECT account_id FROM account WHERE login = @login", new { login });

    private IEnumerable<string> Provider(
        string id, string kind, string authorize, string token, string who, params string[] more) =>
        new[]
        {
            $"Kind={kind}", $"ClientId={ProviderHouse.Client}", $"ClientSecret={ProviderHouse.Secret}",
            $"AuthorizationEndpoint={House.Address}{authorize}", $"TokenEndpoint={House.Address}{token}",
            $"UserInfoEndpoint={House.Address}{who}",
        }.Concat(more).Select(setting => $"--SignIn:Providers:{id}:{setting}");
}

/// <summary>The classes that share the site; they take turns.</summary>
[CollectionDefinition(Name)]
public sealed class DoorSiteTests : ICollectionFixture<DoorSite>
{
    public const string Name = "the door";
}
