namespace Approvals.Web.Features.People;

internal static class PeopleSetup
{
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<Keeping>();
        services.AddSingleton<PersonKeeping>();
        services.AddSingleton<BodyKeeping>();
        services.AddSingleton<PeopleBook>();
        services.AddSingleton<BodiesBook>();
    }
}
