namespace Approvals.Web.Hosting;

/// <summary>
/// What a feature does once before the first request: load the units, open the demonstration, check calendars. Run in
/// the order of registration; the lines it returns are printed below the address (how to sign in, say).
/// Register with <c>services.AddSingleton(new AtStart(…))</c>.
/// </summary>
public sealed record AtStart(Func<IServiceProvider, CancellationToken, Task<IReadOnlyList<string>>> Run);
