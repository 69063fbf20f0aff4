using System.Reflection;
using System.Security;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>Types for type parameters: one of the framework's if the constraints allow it, else one of the code base.</summary>
internal sealed class TypeArguments(Assembly assembly)
{
    private const int Candidates = 12;

    private static readonly Type[] Plain = [typeof(int), typeof(double), typeof(string), typeof(object), typeof(float), typeof(byte)];

    /// <summary>All types of the code base, what others can see first.</summary>
    public IReadOnlyList<Type> Types { get; } = [.. All(assembly).OrderByDescending(static type => type.IsVisible).ThenBy(static type => type.FullName, StringComparer.Ordinal)];

    public MethodInfo? Closed(MethodInfo method)
    {
        if (method.DeclaringType is { ContainsGenericParameters: true } declaring)
        {
            if (Closed(declaring) is not { } type)
            {
                return null;
            }

            method = (MethodInfo)MethodBase.GetMethodFromHandle(method.MethodHandle, type.TypeHandle)!;
        }

        return !method.ContainsGenericParameters ? method : Close(method.GetGenericArguments(), arguments => method.MakeGenericMethod(arguments));
    }

    public Type? Closed(Type type)
    {
        var definition = type.GetGenericTypeDefinition();
        return Close(definition.GetGenericArguments(), arguments => definition.MakeGenericType(arguments));
    }

    public static Type? TryClose(Type definition, Type[] arguments)
    {
        try
        {
            return definition.IsGenericTypeDefinition ? definition.MakeGenericType(arguments) : definition;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public static IEnumerable<Type> Bases(Type type)
    {
        for (var around = type; around is not null; around = around.BaseType)
        {
            yield return around;
        }
    }

    private static Type[] All(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return [.. e.Types.OfType<Type>()];
        }
    }

    private T? Close<T>(Type[] parameters, Func<Type[], T> make)
        where T : class
    {
        foreach (var same in Plain.Concat(Satisfying(parameters[0])))
        {
            if (Try([.. parameters.Select(_ => same)]) is { } made)
            {
                return made;
            }
        }

        // Each on its own, by its constraints alone.
        return Try([.. parameters.Select(parameter => Plain.Concat(Satisfying(parameter)).FirstOrDefault(candidate => Satisfies(candidate, parameter)) ?? typeof(object))]);

        T? Try(Type[] arguments)
        {
            try
            {
                return make(arguments);
            }
            catch (Exception e) when (e is ArgumentException or TypeLoadException or VerificationException)
            {
                return null;
            }
        }
    }

    private IEnumerable<Type> Satisfying(Type parameter) => parameter.GetGenericParameterConstraints().Length == 0
        ? []
        : Types.Where(type => !type.ContainsGenericParameters && !type.IsAbstract && Satisfies(type, parameter)).Take(Candidates);

    private static bool Satisfies(Type type, Type parameter) => parameter.GetGenericParameterConstraints().All(constraint => constraint.ContainsGenericParameters
        ? constraint.IsGenericType && type.GetInterfaces().Concat(Bases(type)).Any(has => has.IsGenericType && has.GetGenericTypeDefinition() == constraint.GetGenericTypeDefinition())
        : constraint.IsAssignableFrom(type) || constraint == typeof(ValueType) && type.IsValueType);
}
