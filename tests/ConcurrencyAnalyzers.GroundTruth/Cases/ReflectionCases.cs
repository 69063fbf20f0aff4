using System.ComponentModel;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.Extensions.Primitives;
using static ConcurrencyAnalyzers.GroundTruth.Label;

namespace ConcurrencyAnalyzers.GroundTruth.Cases;

internal static class ReflectionCases
{
    public static void AddTo(CaseList cases, Workspace work)
    {
        var clear = typeof(List<int>).GetMethod("Clear")!;
        var count = typeof(List<int>).GetProperty("Count")!;
        var list = new List<int>();
        var here = typeof(ReflectionCases).Assembly;

        cases.Add(
            "M:System.Type.GetType(System.String)",
            Light, () => Type.GetType("System.String"));
        cases.Add(
            "M:System.Type.GetMethods",
            Light, () => typeof(TimeSpan).GetMethods(), note: "kept after the first time");
        cases.Add(
            "M:System.Reflection.MethodBase.Invoke(System.Object,System.Object[])",
            Light, () => clear.Invoke(list, null), receiver: "a light method", dependent: true);
        cases.Add(
            "M:System.Reflection.PropertyInfo.GetValue(System.Object)",
            Light, () => count.GetValue(list), receiver: "a light property", dependent: true);
        cases.Add(
            "M:System.Activator.CreateInstance(System.Type)",
            Light, () => Activator.CreateInstance(typeof(List<int>)));
        cases.Add(
            "M:System.Reflection.Assembly.GetExecutingAssembly",
            Light, () => Assembly.GetExecutingAssembly());
        cases.Add(
            "M:System.Reflection.Assembly.Load(System.String)",
            Light, () => Assembly.Load("System.Runtime"), receiver: "loaded", dependent: true);
        cases.Add(
            "M:System.Reflection.Assembly.LoadFrom(System.String)",
            BlocksMeta, () => Assembly.LoadFrom(typeof(Uri).Assembly.Location), receiver: "loaded", dependent: true, note: "looks at the file again");
        cases.On(
            "M:System.Runtime.Loader.AssemblyLoadContext.LoadFromAssemblyPath(System.String)",
            BlocksMeta, static () => new AssemblyLoadContext("case", isCollectible: true),
            static context => context.LoadFromAssemblyPath(typeof(ILookup<,>).Assembly.Location), receiver: "file loaded before", dependent: true,
            release: static (context, _) => context.Unload(),
            note: "opens and maps the file");
        cases.On(
            "M:System.Runtime.Loader.AssemblyLoadContext.LoadFromAssemblyPath(System.String)",
            BlocksMeta, () => Copy(work), static path => new AssemblyLoadContext("case", isCollectible: true).LoadFromAssemblyPath(path),
            receiver: "file not loaded before", dependent: true, note: "opens and maps the file");
        cases.Add(
            "P:System.Reflection.Assembly.Location",
            Light, () => here.Location);
        cases.Add(
            "M:System.Reflection.Assembly.GetName",
            Light, () => here.GetName());
        cases.Add(
            "M:System.Reflection.CustomAttributeExtensions.GetCustomAttribute``1(System.Reflection.Assembly)",
            Light, () => here.GetCustomAttribute<AssemblyTitleAttribute>());
        cases.Add(
            "M:System.Reflection.Assembly.GetManifestResourceStream(System.String)",
            Light, () => here.GetManifestResourceStream("none"), note: "assemblies are mapped");
        cases.Add(
            "M:System.Linq.Expressions.Expression`1.Compile",
            Heavy, () => Expression.Lambda<Func<int>>(Expression.Constant(1)).Compile());
        cases.Add(
            "M:System.Linq.Expressions.Expression.Lambda``1(System.Linq.Expressions.Expression,System.Linq.Expressions.ParameterExpression[])",
            Light, () => Expression.Lambda<Func<int>>(Expression.Constant(1)));
        cases.Add(
            "M:System.ComponentModel.TypeDescriptor.GetConverter(System.Type)",
            Light, () => TypeDescriptor.GetConverter(typeof(int)));
        cases.Add(
            "M:System.Runtime.InteropServices.Marshal.AllocHGlobal(System.Int32)",
            Light, () => Marshal.AllocHGlobal(16), release: Marshal.FreeHGlobal);
        cases.Add(
            "M:System.Runtime.InteropServices.NativeLibrary.TryLoad(System.String,System.IntPtr@)",
            BlocksMeta, () => NativeLibrary.TryLoad("/nowhere/libnone.so", out _), receiver: "a file that is not there", dependent: true);
        cases.Add(
            "P:System.Runtime.InteropServices.RuntimeInformation.OSDescription",
            Light, () => RuntimeInformation.OSDescription);
    }

    private static string Copy(Workspace work)
    {
        var path = work.NewPath() + ".dll";
        File.Copy(typeof(StringValues).Assembly.Location, path);
        return path;
    }
}
