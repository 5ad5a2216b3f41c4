use linfa::prelude::*;
use ndarray::{Array2, array};
use tangent_distance::{
    Candidates, LEAST_RIDGE, TangentDistance, TangentDistanceError, TangentDistanceParams,
};

fn params() -> TangentDistanceParams {
    TangentDistance::params(2, 3, 4)
}

fn refused(params: TangentDistanceParams) -> TangentDistanceError {
    params.check().unwrap_err()
}

#[test]
fn unsound_parameters_are_refused_by_name() {
    assert!(params().check().is_ok());
    assert!(params().ridge(LEAST_RIDGE).check().is_ok());
    assert!(matches!(
        refused(TangentDistance::params(1, 3, 4)),
        TangentDistanceError::TooFewClasses { n_classes: 1 }
    ));
    for smoothing in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            refused(params().smoothing(smoothing)),
            TangentDistanceError::InvalidSmoothing { .. }
        ));
    }
    for ridge in [0.0, -1.0, LEAST_RIDGE / 2.0, 2e6, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            refused(params().ridge(ridge)),
            TangentDistanceError::InvalidRidge { .. }
        ));
    }
    assert!(matches!(
        refused(params().candidates(Candidates::Nearest(0))),
        TangentDistanceError::NoCandidates
    ));
}

#[test]
fn images_of_another_shape_are_refused() {
    let training = Dataset::new(Array2::<u8>::ones((2, 13)), array![0, 1]);
    let error = params().fit(&training).unwrap_err();
    assert_eq!(
        error.to_string(),
        "images of 3 × 4 pixels, but with 13 values"
    );
}

#[test]
fn a_fitted_model_takes_other_candidates() {
    let training = Dataset::new(Array2::<u8>::ones((2, 12)), array![0, 1]);
    let model = params().fit(&training).unwrap();
    assert_eq!(model.params_used().candidates(), Candidates::Nearest(1000));
    let model = model.with_candidates(Candidates::All).unwrap();
    assert_eq!(model.params_used().candidates(), Candidates::All);
    assert!(matches!(
        model.with_candidates(Candidates::Nearest(0)),
        Err(TangentDistanceError::NoCandidates)
    ));
}
