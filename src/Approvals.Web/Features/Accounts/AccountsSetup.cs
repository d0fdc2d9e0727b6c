using Approvals.Web.Features.Rights;
using Approvals.Web.Features.SetUp;
using Approvals.Web.Features.Trails;

namespace Approvals.Web.Features.Accounts;

internal static class AccountsSetup
{
    /// <summary>What the three administrators (三员) work with.</summary>
    public static void AddAdministration(this IServiceCollection services)
    {
        services.AddSingleton<AccountBook>();
        services.AddSingleton<AccountOpening>();
        services.AddSingleton<AccountKeeping>();
        services.AddSingleton<Confirmations>();
        services.AddSingleton<RightsBook>();
        services.AddSingleton<RightsKeeping>();
        services.AddSingleton<TrailRows>();
        services.AddSingleton<HandingOver>();
        services.AddSingleton<FirstRun>();
    }

    public static void UseAdministration(this WebApplication host) => host.MapGet(TrailExport.Path, TrailExport.AnswerAsync);
}
