using System.Collections.Immutable;
using System.Text.Unicode;
using Approvals.Web.Features.Accounts;
using Approvals.Web.Features.Campaigns;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Notices;
using Approvals.Web.Features.People;
using Approvals.Web.Features.Products;
using Approvals.Web.Features.Samples;
using Approvals.Web.Features.Shared;
using Approvals.Web.Jobs;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Messages;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;

namespace Approvals.Web.Hosting;

/// <summary>Puts the web application together; the same for the program, a test and a second node.</summary>
public static class WebHost
{
    /// <summary>One upload, with the form around it.</summary>
    public const long MaximumBody = 60L * 1024 * 1024;

    /// <summary>Not started yet. The caller keeps the database and disposes it after the host.</summary>
    /// <param name="parts">With <see cref="Serving.Pages"/>; a node without them is built by <c>BuildJobs</c>.</param>
    public static WebApplication Build(IConfiguration settings, Database database, Serving parts = Serving.All)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Under a test runner the entry assembly is another one, and pages are looked for in the named one.
            ApplicationName = typeof(WebHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        // Only our own settings count: an ASPNETCORE_ variable of the machine must not open the office to the world.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(settings);
        builder.WebHost.UseUrls(Addresses.Of(settings));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaximumBody;
        });
        AddLog(builder.Logging);
        AddGround(builder.Services, database);
        AddFeatures(builder.Services, settings);
        if (parts.HasFlag(Serving.Loops))
        {
            builder.Services.AddLoops();
        }

        if (parts.HasFlag(Serving.Calendar))
        {
            builder.Services.AddSchedule(settings, Schedule.Jobs);
        }

        var host = builder.Build();
        Answer(host, settings);
        return host;
    }

    /// <summary>What every request passes, in this order.</summary>
    private static void Answer(WebApplication host, IConfiguration settings)
    {
        if (TrustedProxies.Read(settings) is { } proxies)
        {
            host.UseForwardedHeaders(proxies);
        }

        host.Use(OfficeAddress.Read(settings).ApplyAsync);
        host.Use(Headers.AddAsync);
        // The page of an error may fail itself; then the outer handler says one plain sentence.
        host.UseExceptionHandler(failing => failing.Run(Failures.AnswerAsync));
        host.UseExceptionHandler("/error/500");
        host.UseStatusCodePagesWithReExecute("/error/{0}");
        host.Use(Uploads.LimitAsync);
        host.UseStaticFiles();
        host.UseRouting();
        host.UseIdentity();
        // Behind the sign-in: a stranger's form is read only where he may send one.
        host.Use(Incoming.FilterAsync);
        UseFeatures(host);
        host.MapRazorPages();
    }

    /// <summary>A node that runs the jobs and opens no port.</summary>
    public static IHost BuildJobs(IConfiguration settings, Database database) => BuildJobs(settings, database, Schedule.Jobs);

    /// <param name="retries">Waits before a job that failed is tried again; null: the product's.</param>
    internal static IHost BuildJobs(
        IConfiguration settings, Database database, ImmutableArray<CalendarJob> jobs, TimeSpan[]? retries = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ApplicationName = typeof(WebHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Configuration.AddConfiguration(settings);
        builder.Logging.AddConfiguration(settings.GetSection("Logging"));
        AddLog(builder.Logging);
        builder.Services.AddSingleton(database);
        AddFeatures(builder.Services, settings);
        builder.Services.AddLoops();
        builder.Services.AddSchedule(settings, jobs, retries);
        return builder.Build();
    }

    /// <summary>
    /// Runs every <see cref="AtStart"/>, then opens the port; returns the lines to print. A port in use is refused in
    /// one sentence.
    /// </summary>
    public static async Task<IReadOnlyList<string>> StartAsync(IHost host, CancellationToken cancellation)
    {
        var help = new List<string>();
        foreach (var step in host.Services.GetServices<AtStart>())
        {
            help.AddRange(await step.Run(host.Services, cancellation));
        }

        try
        {
            await host.StartAsync(cancellation);
        }
        catch (Exception failure) when (Addresses.RefusalFor(failure) is { } refusal)
        {
            throw refusal;
        }

        return [host is WebApplication site ? $"已启动：{string.Join(" ", site.Urls)}" : "已启动：只运行定时作业，没有网页", .. help];
    }

    private static void AddLog(ILoggingBuilder log)
    {
        log.AddSimpleConsole(console => console.SingleLine = true);
        // It warns at every start that keys lie unencrypted: they lie where the rows do that they protect.
        log.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement", LogLevel.Error);
    }

    /// <summary>One line a feature: <c>services.AddLedger(settings);</c></summary>
    private static void AddFeatures(IServiceCollection services, IConfiguration settings)
    {
        services.AddDirectories();
        services.AddIdentity(settings);
        services.AddAdministration();
        services.AddSampleUnits(settings);
        services.AddFiles(settings);
        services.AddCases(settings);
        services.AddMessages();
        services.AddNotices();
        services.AddJobWork(settings);
        services.AddSingleton<ClosingReport>();
        services.AddProducts();
        services.AddRooms();
        services.AddPeople();
    }

    /// <summary>Endpoints of features that are no Razor Pages, one line each.</summary>
    private static void UseFeatures(WebApplication host)
    {
        host.UseRooms();
        host.UseAdministration();
        host.MapGet(Report.Path, Report.AnswerAsync);
        host.MapGet(ProductDownload.Path, ProductDownload.AnswerAsync);
    }

    private static void AddGround(IServiceCollection services, Database database)
    {
        services.AddSingleton(database);
        services.AddRazorPages(pages => pages.RootDirectory = "/Features");
        // As the other cookies: for https alone where the request is one.
        services.AddAntiforgery(token => token.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.Configure<FormOptions>(form => form.MultipartBodyLengthLimit = MaximumBody);
        // Chinese in a page is Chinese in its source.
        services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new(UnicodeRanges.All));
        // The name binds cookies to this product, not to the folder it was started from.
        services.AddDataProtection().SetApplicationName("approvals");
        services.AddSingleton<IXmlRepository, KeyRing>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(
                keys => keys.XmlRepository = provider.GetRequiredService<IXmlRepository>()));
    }
}
