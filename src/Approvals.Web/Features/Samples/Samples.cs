using Approvals.Web.Hosting;

namespace Approvals.Web.Features.Samples;

internal static class Samples
{
    public static void AddSampleUnits(this IServiceCollection services, IConfiguration settings)
    {
        if (settings.GetValue<bool>("Samples"))
        {
            services.AddSingleton<SampleHand>();
            services.AddSingleton<SampleNotices>();
            services.AddSingleton<SampleUnits>();
            services.AddSingleton(new AtStart(
                (provider, cancellation) => provider.GetRequiredService<SampleUnits>().OpenAsync(cancellation)));
        }
    }
}
